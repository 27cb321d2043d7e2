namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Executes the commands of a WebSocket client, and responds to each frame with "ack" or "error".</summary>
/// <param name="access">What the client may see and do.</param>
/// <param name="only">The task of the WebSocket, or null if each command specifies one.</param>
/// <param name="limits">The rate limits.</param>
/// <param name="time">The clock.</param>
internal sealed class SocketCommands(TaskAccess access, TaskId? only, DashboardOptions limits, TimeProvider time)
{
    /// <summary>The maximum number of invalid frames, after which the connection is closed.</summary>
    public const int MaxBad = 5;

    private long _second;
    private int _inSecond;
    private int _bad;

    /// <summary>Processes frames until the client closes the connection.</summary>
    /// <exception cref="StreamEndedException">The client violates a limit.</exception>
    public async Task ListenAsync(LiveSocket socket, LiveClient client)
    {
        while (await socket.ReceiveAsync() is { } frame)
        {
            CheckRate();
            client.Offer(LiveMessage.Of(await AnswerAsync(frame)));
        }
    }

    private void CheckRate()
    {
        if (time.GetElapsedTime(_second) >= TimeSpan.FromSeconds(1))
        {
            (_second, _inSecond) = (time.GetTimestamp(), 0);
        }

        if (++_inSecond > limits.MaxFramesPerSecond)
        {
            throw StreamEndedException.TooManyFrames();
        }
    }

    private async Task<ApiMessage> AnswerAsync(ReadOnlyMemory<byte> frame)
    {
        string? request = null;
        try
        {
            var members = frame.IsEmpty
                ? throw new ProblemException(
                    StatusCodes.Status400BadRequest,
                    "A frame must be text that contains a JSON object.",
                    "malformed")
                : RequestBody.Parse(frame);
            request = members.Text("request_id");
            var (task, command) = Read(members);
            var (result, prefix) = await command();
            return Problem.Of(result, prefix) is { } refused
                ? Refusal(request, refused.Value)
                : new CommandAck(request, task.Value, result.Task!.Seq);
        }
        catch (ProblemException bad)
        {
            return ++_bad > MaxBad ? throw StreamEndedException.BadFrames() : Refusal(request, bad.Problem.Value);
        }
    }

    private static CommandError Refusal(string? request, ApiProblem problem) =>
        new(request, problem.Reason ?? "refused", problem.Detail, problem.Errors);

    private (TaskId Task, Func<Task<(CommandResult Result, string Prefix)>> Command) Read(JsonMembers members)
    {
        var type = members.Required("type", "Specify the command: confirm, user_input, retry or cancel");
        var task = TaskOf(members);
        var prompt = type == "cancel" ? null : members.Text("prompt_id");
        var answer = type switch
        {
            "confirm" or "retry" => new Answer(YesOrNo(members), null, type == "retry" ? members.Object("input") : null),
            "user_input" =>
                new Answer(
                    null,
                    members.Object("values") ?? members.Wrong<JsonElement>("values", "Specify the fields of the answer: {\"field\": …}"),
                    null),
            "cancel" => null,
            _ => members.Wrong<Answer>("type", "This must be confirm, user_input, retry or cancel"),
        };
        members.Check();
        return (
            task,
            async () => answer is null
                ? (await access.CancelAsync(task), "")
                : await GiveAsync(task, prompt, answer, type == "retry"));
    }

    private TaskId TaskOf(JsonMembers members)
    {
        var text = members.Text("task_id");
        return (text, only) switch
        {
            (null, { } mine) => mine,
            (null, null) => members.Wrong<TaskId>("task_id", "Specify the task: this WebSocket is for all tasks"),
            _ when !TaskId.TryParse(text, null, out var task) => members.Wrong<TaskId>("task_id", "This must be the id of a task"),
            (_, { } mine) when mine != TaskId.Parse(text, null) =>
                members.Wrong<TaskId>("task_id", $"This WebSocket is only for the task {mine}"),
            _ => TaskId.Parse(text, null),
        };
    }

    private static JsonElement? YesOrNo(JsonMembers members) =>
        members.Any("value") is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
        ? value
        : members.Wrong<JsonElement>("value", "This must be true or false");

    private async Task<(CommandResult Result, string Prefix)> GiveAsync(TaskId task, string? prompt, Answer answer, bool isRetry)
    {
        if (await access.GetAsync(task) is not { } now)
        {
            return (new CommandResult(CommandOutcome.NotFound, "", null), "");
        }

        if ((prompt ?? now.Prompt?.Id) is { } asked)
        {
            return (await answer.GiveAsync(access, task, asked), answer.Prefix);
        }

        return isRetry && now.State.IsFinal() && answer is { Value.ValueKind: JsonValueKind.True, Input: null }
            ? (await access.RetryAsync(task), "")
            : (new CommandResult(CommandOutcome.PromptClosed, $"{now.Name} has no open prompt. Its state is {now.State}.", now), "");
    }
}
