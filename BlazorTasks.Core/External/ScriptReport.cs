namespace BlazorTasks.External;

/// <summary>What a script reports in a call to a node that does not run its task. An empty report is a heartbeat.</summary>
internal sealed record ScriptReport
{
    public double? Progress { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<ScriptLine> Lines { get; init; } = [];

    /// <summary>A prompt to open.</summary>
    public Prompt? Prompt { get; init; }

    public TimeSpan Timeout { get; init; }

    /// <summary>The id of a prompt whose answer the script has read.</summary>
    public string? Read { get; init; }

    public bool IsComplete { get; init; }

    public JsonElement? Result { get; init; }

    /// <summary>Why the script has failed.</summary>
    public string? Error { get; init; }

    /// <summary>Carries the report out on the node that runs the task.</summary>
    public async Task<CommandResult> CarryOutAsync(ExternalSession session)
    {
        if ((Progress, Status) is not (null, null))
        {
            session.Report(Progress, Status);
        }

        foreach (var (level, text) in Lines)
        {
            session.Log(level, text);
        }

        if (Read is { } prompt)
        {
            await session.ReadAnswerAsync(prompt).ConfigureAwait(false);
        }

        return this switch
        {
            { Prompt: { } draft } => await session.PutAsync(draft, Timeout).ConfigureAwait(false),
            { Error: { } error } => await session.FailAsync(error).ConfigureAwait(false),
            { IsComplete: true } => await session.CompleteAsync(Result).ConfigureAwait(false),
            _ => CommandResult.Accepted(session.Task),
        };
    }
}

/// <summary>A line of the log of a script.</summary>
internal sealed record ScriptLine(LogLevel Level, string Text);
