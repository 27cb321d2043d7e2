namespace BlazorTasks.Components.Prompts;

/// <summary>A question and its outcome.</summary>
/// <param name="Prompt">The question.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Closing">The event that closed it; null while it is open.</param>
public sealed record PromptOutcome(Prompt Prompt, DateTimeOffset AskedAt, TaskEvent? Closing)
{
    /// <summary>Who answered; null for the application, and when no one did.</summary>
    public string? By => Closing switch
    {
        PromptAnswered answer => answer.By,
        RetryApproved retry => retry.By,
        TaskFailed { Reason: TaskReason.RetryDeclined } failed => failed.By,
        _ => null,
    };

    /// <summary>The answer; null when it is open or was closed without one.</summary>
    public string? Answer => Closing switch
    {
        PromptAnswered answer => LogText.CleanLine(Prompt.Say(answer.Values)),
        RetryApproved { Input: not null } => "Retry with changed input",
        RetryApproved => "Retry",
        TaskFailed { Reason: TaskReason.RetryDeclined } => "Give up",
        _ => null,
    };

    /// <summary>Whether it expired.</summary>
    public bool IsLate => Closing is PromptExpired or PromptAnswered { IsDefault: true } or RetryApproved { By: null }
        or TaskFailed { Reason: TaskReason.PromptTimeout };

    /// <summary>The value of data-state.</summary>
    public string Key => Closing is null ? "waiting" : IsLate ? "backoff" : "queued";

    /// <summary>The outcome in short; null when it is open or was closed because the task ended.</summary>
    public string? Outcome => this switch
    {
        { IsLate: true, Answer: { } answer } => $"No answer in time: “{answer}” was used",
        { IsLate: true } => "No answer in time",
        { Prompt.Kind: PromptKind.Input, Answer: not null } => "Filled in the form",
        _ => Answer,
    };

    /// <summary>The outcome as a sentence.</summary>
    /// <param name="ago">The time as text: "2 s before you".</param>
    /// <param name="me">The viewer's name.</param>
    public string Say(string ago, string? me) => this switch
    {
        { IsLate: true, Answer: { } used } => $"No one answered in time: “{used}” was used {ago}.",
        { IsLate: true } => $"No one answered in time; the question expired {ago}.",
        { Prompt.Kind: PromptKind.Input, Answer: not null } => $"{TaskText.Who(By, me)} filled in the form {ago}.",
        { Answer: { } answer } => $"{TaskText.Who(By, me)} answered “{answer}” {ago}.",
        _ => "This question is closed: the task is no longer waiting for an answer.",
    };

    /// <summary>How long ago it was closed.</summary>
    public string Ago(DateTimeOffset now, TimeZoneInfo zone) => Closing is null ? "" : Formats.Ago(Closing.At, now, zone);

    /// <summary>Reads the questions of a task from its milestones, oldest first.</summary>
    public static IReadOnlyList<PromptOutcome> Read(IEnumerable<TaskEvent> milestones)
    {
        var all = new List<PromptOutcome>();
        foreach (var taskEvent in milestones)
        {
            var open = all.FindLastIndex(exchange => exchange.Closing is null);
            if (taskEvent is PromptAsked asked)
            {
                if (open < 0 || all[open].Prompt.Id != asked.Prompt.Id) // a question that survived a crash is asked again
                {
                    all.Add(new PromptOutcome(asked.Prompt, asked.At, null));
                }
            }
            else if (open >= 0 && Closes(taskEvent, all[open].Prompt))
            {
                all[open] = all[open] with { Closing = taskEvent };
            }
        }

        return all;
    }

    private static bool Closes(TaskEvent taskEvent, Prompt prompt) => taskEvent switch
    {
        PromptAnswered answer => answer.Prompt == prompt.Id,
        PromptExpired expired => expired.Prompt == prompt.Id,
        RetryApproved retry => retry.Prompt == prompt.Id,
        CancelRequested => true,
        { NextState: { } next } => next.IsFinal(),
        _ => false,
    };
}
