namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// An answer to a prompt, sent over HTTP or a WebSocket: {value} for a single value, {values} for a form, and optionally a
/// changed input with a retry.
/// </summary>
/// <param name="Value">The single value.</param>
/// <param name="Values">The values of a form.</param>
/// <param name="Input">The complete new input of the task, for a retry.</param>
internal sealed record Answer(JsonElement? Value, JsonElement? Values, JsonElement? Input)
{
    /// <summary>The prefix of invalid field names.</summary>
    public string Prefix => Input is not null ? "input." : Values is not null ? "values." : "";

    public static Answer Read(JsonMembers body)
    {
        var answer = new Answer(body.Any("value"), body.Object("values"), body.Object("input"));
        body.Check();
        return answer.Value is null == answer.Values is null
            ? throw new ProblemException(
                Problem.Invalid(
                    new Dictionary<string, string> { ["value"] = "Specify either “value”, or “values” with the fields of a form" }))
            : answer;
    }

    /// <summary>Sends the answer to a task.</summary>
    public async Task<CommandResult> GiveAsync(TaskAccess access, TaskId id, string prompt)
    {
        var open = access.FindLive(id)?.Prompt;
        var given = Values ?? One(open is not null && open.Id == prompt ? open.Kind : null);
        return Input is { } input && IsRetry(given)
            ? await access.RetryWithInputAsync(id, prompt, input)
            : await access.AnswerAsync(id, prompt, given);
    }

    /// <summary>
    /// Converts a single value to the form of a prompt. true and false are also accepted for retry and pause prompts.
    /// </summary>
    private JsonElement One(PromptKind? kind)
    {
        var value = (kind, Value!.Value.ValueKind) switch
        {
            (PromptKind.Retry, JsonValueKind.True) => JsonSerializer.SerializeToElement(Prompt.Retry, ApiJson.Options),
            (PromptKind.Retry, JsonValueKind.False) => JsonSerializer.SerializeToElement(Prompt.GiveUp, ApiJson.Options),
            (PromptKind.Pause, JsonValueKind.True) => JsonSerializer.SerializeToElement(Prompt.Resume, ApiJson.Options),
            _ => Value.Value,
        };
        return JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [Prompt.Value] = value }, ApiJson.Options);
    }

    private static bool IsRetry(JsonElement given) =>
        given.TryGetProperty(Prompt.Value, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == Prompt.Retry;
}
