
namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The milestones of a task in sentences: who did what.</summary>
internal static class EventText
{
    /// <summary>What happened, as a sentence. Names and messages in it are as their authors wrote them.</summary>
    public static string Say(TaskEvent happened, TimeZoneInfo zone) => happened switch
    {
        TaskCreated { RunAt: { } at } created => $"{Who(created.Owner)} asked for it, to begin at {Formats.Exact(at, zone)}",
        TaskCreated created => $"{Who(created.Owner)} asked for it",
        TaskQueued => "Its time came; it waits for a free slot",
        TaskStarting starting => $"Attempt {starting.Attempt} began on {starting.Node}",
        TaskRunning => "Its code was entered",
        StepStarted step => $"Step {step.Step} began: {step.Name}",
        StepFinished { Error: null } step => $"Step {step.Step} ended",
        StepFinished { Error: var error } step => $"Step {step.Step} did not end well: {error}",
        StepReused kept => $"Step {kept.Step} was kept from an earlier attempt: {kept.Name}",
        PromptAsked { Prompt: { Kind: PromptKind.Pause } } => "It paused",
        PromptAsked { Prompt: { Kind: PromptKind.Retry } prompt } => $"The attempt failed: {prompt.Error?.Message} It asked: {prompt.Title}",
        PromptAsked asked => $"It asked: {asked.Prompt.Title}",
        PromptAnswered { IsDefault: true } => "Nobody answered in time, so the default was taken",
        PromptAnswered answered => $"{Who(answered.By)} answered",
        PromptExpired => "Nobody answered in time",
        RetryApproved { Input: null } approved => $"{Who(approved.By)} wanted another attempt",
        RetryApproved approved => $"{Who(approved.By)} wanted another attempt, with a changed input",
        PauseRequested { By: null } => "It need not pause any more",
        PauseRequested asked => $"{Who(asked.By)} asked it to pause",
        TaskLost lost => lost.Message,
        TaskDeclined declined => $"{Who(declined.By)} said no: {declined.Title}",
        CancelRequested asked => $"{Who(asked.By)} asked it to stop",
        TaskBackoff backoff => $"The attempt failed: {backoff.Error.Message} The next one may begin at {Formats.Exact(backoff.DueAt, zone)}",
        TaskRetried retried => $"{Who(retried.By)} asked to run it once more",
        TaskSucceeded { Result: null } => "It succeeded",
        TaskSucceeded => "It succeeded, with a result",
        TaskFailed failed => $"It failed: {failed.Error.Message}",
        TaskCancelled { Reason: TaskReason.Abandoned } => "It did not stop in time and is no longer waited for",
        TaskCancelled { By: { } by } => $"{Who(by)} cancelled it",
        TaskCancelled => "It stopped, as it was asked to",
        TaskInterrupted interrupted => interrupted.Message,
        TaskDismissed { By: null } => "It left the list of active tasks by itself",
        TaskDismissed dismissed => $"{Who(dismissed.By)} took it off the list of active tasks",
        { NextState: { } next } => $"It became {TaskText.Word(next)}",
        _ => Text(happened),
    };

    /// <summary>The colour and icon of an event: those of the state that it leads to, or of what it tells.</summary>
    public static string Key(TaskEvent happened) => happened switch
    {
        StepFinished { Error: null } => "succeeded",
        StepFinished => "failed",
        StepStarted => "running",
        StepReused => "succeeded",
        TaskLost => "interrupted",
        RetryApproved => "backoff",
        TaskDismissed => "cancelled",
        TaskBackoff => "backoff",
        { NextState: { } next } => TaskText.Key(next),
        _ => "queued",
    };

    /// <summary>Why a task ended, where its state alone does not say it; null where it does.</summary>
    public static string? Say(TaskReason? reason) => reason switch
    {
        TaskReason.Timeout => "It took too long",
        TaskReason.BadParameters => "It could not be prepared",
        TaskReason.NoHandler => "Its code is gone",
        TaskReason.ResultTooLarge => "Its result is too large",
        TaskReason.ResultNotSerializable => "Its result cannot be written as JSON",
        TaskReason.NotStorable => "Something about it cannot be stored",
        TaskReason.NotReadable => "What is stored of it cannot be read",
        TaskReason.RetriesExhausted => "The last attempt failed too",
        TaskReason.RetryDeclined => "Nobody wanted another attempt",
        TaskReason.PromptTimeout => "Nobody answered in time",
        TaskReason.Poison => "Its process was lost three times",
        TaskReason.Abandoned => "It did not stop in time",
        TaskReason.ProcessDied => "Its process was lost",
        TaskReason.Shutdown => "The server was shut down",
        TaskReason.HeartbeatTimeout => "Its script fell silent",
        _ => null,
    };

    /// <summary>A person at the beginning of a sentence: "You", "The program".</summary>
    public static string Who(string? person) => TaskText.Person(person) is var name && name is "you" or "the program" ? char.ToUpperInvariant(name[0]) + name[1..] : name;

    private static string Text(TaskEvent happened) => string.Concat(happened.GetType().Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
