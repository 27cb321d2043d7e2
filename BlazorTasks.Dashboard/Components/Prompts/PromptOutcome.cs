using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Dashboard.Components.Logs;

namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>A question and what became of it.</summary>
/// <param name="Prompt">The question.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Closing">What closed it; null while it is open.</param>
public sealed record PromptOutcome(Prompt Prompt, DateTimeOffset AskedAt, TaskEvent? Closing)
{
    /// <summary>Who answered; null for the program, and when nobody did.</summary>
    public string? By => Closing switch
    {
        PromptAnswered answer => answer.By,
        RetryApproved retry => retry.By,
        TaskFailed { Reason: TaskReason.RetryDeclined } failed => failed.By,
        _ => null,
    };

    /// <summary>What was answered; null when it was closed without an answer, or is open.</summary>
    public string? Answer => Closing switch
    {
        PromptAnswered answer => LogText.CleanLine(Prompt.Say(answer.Values)),
        RetryApproved { Input: not null } => "Retry with changed input",
        RetryApproved => "Retry",
        TaskFailed { Reason: TaskReason.RetryDeclined } => "Give up",
        _ => null,
    };

    /// <summary>Whether nobody answered in time.</summary>
    public bool IsLate => Closing is PromptExpired or PromptAnswered { IsDefault: true } or RetryApproved { By: null } or TaskFailed { Reason: TaskReason.PromptTimeout };

    /// <summary>As which state it looks.</summary>
    public string Key => Closing is null ? "waiting" : IsLate ? "backoff" : "queued";

    /// <summary>How it was answered, in a few words; null when it is open, or was closed because the task ended.</summary>
    public string? Outcome => this switch
    {
        { IsLate: true, Answer: { } taken } => $"No answer in time: “{taken}” was taken",
        { IsLate: true } => "No answer in time",
        { Prompt.Kind: PromptKind.Input, Answer: not null } => "Filled in the form",
        _ => Answer,
    };

    /// <summary>How it was closed, as a sentence.</summary>
    /// <param name="ago">When, in words: "2 s before you".</param>
    public string Say(string ago) => this switch
    {
        { IsLate: true, Answer: { } taken } => $"Nobody answered in time: “{taken}” was taken {ago}.",
        { IsLate: true } => $"Nobody answered in time; the question closed {ago}.",
        { Prompt.Kind: PromptKind.Input, Answer: not null } => $"{EventText.Who(By)} filled in the form {ago}.",
        { Answer: { } answer } => $"{EventText.Who(By)} answered “{answer}” {ago}.",
        _ => "The question is closed: the task no longer waits for an answer.",
    };

    /// <summary>How long a moment ago it was closed, seen from a later one.</summary>
    public string Ago(DateTimeOffset now, TimeZoneInfo zone) => Closing is null ? "" : Formats.Ago(Closing.At, now, zone);

    /// <summary>The questions of a milestones, oldest first.</summary>
    public static IReadOnlyList<PromptOutcome> Read(IEnumerable<TaskEvent> milestones)
    {
        var all = new List<PromptOutcome>();
        foreach (var happened in milestones)
        {
            var open = all.FindLastIndex(exchange => exchange.Closing is null);
            if (happened is PromptAsked asked)
            {
                if (open < 0 || all[open].Prompt.Id != asked.Prompt.Id) // one that survived a lost process is asked again
                {
                    all.Add(new PromptOutcome(asked.Prompt, asked.At, null));
                }
            }
            else if (open >= 0 && Closes(happened, all[open].Prompt))
            {
                all[open] = all[open] with { Closing = happened };
            }
        }

        return all;
    }

    private static bool Closes(TaskEvent happened, Prompt prompt) => happened switch
    {
        PromptAnswered answer => answer.Prompt == prompt.Id,
        PromptExpired expired => expired.Prompt == prompt.Id,
        RetryApproved retry => retry.Prompt == prompt.Id,
        CancelRequested => true,
        { NextState: { } next } => next.IsFinal(),
        _ => false,
    };
}
