using System.ComponentModel.DataAnnotations;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Reports progress.</summary>
/// <param name="Progress">0 to 100.</param>
/// <param name="Status">The status text.</param>
internal sealed record ProgressRequest(double? Progress, string? Status)
{
    public static ProgressRequest Read(JsonMembers body)
    {
        var request = new ProgressRequest(body.Number("progress", 0, 100), body.Text("status", 1_000));
        body.Check();
        return request;
    }
}

/// <summary>Completes an external task.</summary>
/// <param name="Result">The result: any JSON.</param>
internal sealed record CompleteRequest(JsonElement? Result)
{
    public static CompleteRequest Read(JsonMembers body)
    {
        var request = new CompleteRequest(body.Any("result"));
        body.Check();
        return request;
    }
}

/// <summary>Fails an external task, or reports that it has stopped on request.</summary>
/// <param name="Error">What went wrong, as a message for users.</param>
internal sealed record FailRequest(string Error)
{
    public static FailRequest Read(JsonMembers body)
    {
        var request = new FailRequest(body.Required("error", "Describe what went wrong", 8 * 1024));
        body.Check();
        return request;
    }
}

/// <summary>Opens a prompt from a script.</summary>
/// <param name="Title">The question.</param>
/// <param name="Kind">"confirm" for a yes/no question, "choice" with choices, or "input" with fields. The default is
/// "confirm".</param>
/// <param name="Body">Details in Markdown.</param>
/// <param name="Yes">The label of the confirm button.</param>
/// <param name="No">The label of the decline button.</param>
/// <param name="Choices">The options to choose from.</param>
/// <param name="Fields">The fields of a form.</param>
/// <param name="Default">The answer that is used if the prompt expires.</param>
/// <param name="Timeout">The timeout, such as "01:00:00".</param>
internal sealed record PromptRequest(
    string Title,
    [property: AllowedValues(ApiPromptKind.Confirm, ApiPromptKind.Choice, ApiPromptKind.Input)] ApiPromptKind Kind,
    string? Body,
    string? Yes,
    string? No,
    IReadOnlyList<string> Choices,
    IReadOnlyList<ApiField> Fields,
    JsonElement? Default,
    TimeSpan? Timeout)
{
    private const int MaxChoice = 200;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static PromptRequest Read(JsonMembers body, BlazorTasksOptions limits)
    {
        var request = new PromptRequest(
            body.Required("title", "Specify the question", limits.MaxPromptTitle),
            ReadKind(body),
            body.Text("body", limits.MaxPromptBody),
            body.Text("yes", MaxChoice),
            body.Text("no", MaxChoice),
            body.Texts("choices", limits.MaxPromptChoices, MaxChoice),
            ExternalFields.Read(body, limits.MaxPromptFields),
            body.Any("default"),
            body.Length("timeout", Shortest, limits.MaxPromptTimeout));
        body.Check();
        return request;
    }

    /// <summary>Opens the prompt.</summary>
    /// <exception cref="ProblemException">The prompt is invalid.</exception>
    public async Task<CommandResult> AskAsync(ExternalSession script)
    {
        var options = new PromptOptions
        {
            Body = Body,
            Yes = Yes ?? PromptOptions.None.Yes,
            No = No ?? PromptOptions.None.No,
            Default = DefaultValue,
            Timeout = Timeout
        };
        try
        {
            return Kind switch
            {
                ApiPromptKind.Choice =>
                    await script.ChooseAsync(Title, [.. Choices.Select(choice => new FieldOption(choice, choice))], options),
                ApiPromptKind.Input =>
                    await script.AskAsync(PromptKind.Input, Title, new FormSchema([.. Fields.Select(field => field.ToForm())]), options),
                _ => await script.ConfirmAsync(Title, options),
            };
        }
        catch (ArgumentException error)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, Sentence(error), "invalid");
        }
    }

    private object? DefaultValue => Default is { } given ? Kind == ApiPromptKind.Input ? given : Plain(given) : null;

    private static object Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.ToString(),
    };

    private static string Sentence(ArgumentException error)
    {
        var message = ErrorText.Of(error);
        return message.EndsWith('.') ? message : message + ".";
    }

    private static ApiPromptKind ReadKind(JsonMembers body) => body.Text("kind") switch
    {
        null or "confirm" => ApiPromptKind.Confirm,
        "choice" => ApiPromptKind.Choice,
        "input" => ApiPromptKind.Input,
        _ => body.Wrong<ApiPromptKind>("kind", "This must be confirm, choice or input"),
    };
}
