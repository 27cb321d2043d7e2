namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The text, icon and colour of a task's events.</summary>
internal static class EventText
{
    /// <summary>Describes an event. Names and messages in it are not encoded.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="zone">The viewer's time zone.</param>
    /// <param name="me">The viewer's name.</param>
    public static string Say(TaskEvent taskEvent, TimeZoneInfo zone, string? me) => taskEvent switch
    {
        TaskCreated { RunAt: { } at } created =>
            $"{TaskText.Who(created.Owner, me)} created the task, scheduled for {Formats.Exact(at, zone)}",
        TaskCreated created => $"{TaskText.Who(created.Owner, me)} created the task",
        TaskQueued => "Queued, waiting for a free slot",
        TaskStarting starting => $"Attempt {starting.Attempt} started on {starting.Node}",
        TaskRunning => "Running",
        StepStarted step => $"Step {step.Step} started: {step.Name}",
        StepFinished { Error: null } step => $"Step {step.Step} finished",
        StepFinished { Error: var error } step => $"Step {step.Step} failed: {error}",
        StepReused reused => $"Step {reused.Step} was reused from an earlier attempt: {reused.Name}",
        PromptAsked { Prompt: { Kind: PromptKind.Pause } } => "Paused",
        PromptAsked { Prompt: { Kind: PromptKind.Retry } prompt } => $"Attempt failed: {prompt.Error?.Message} Asked: {prompt.Title}",
        PromptAsked asked => $"Asked: {asked.Prompt.Title}",
        PromptAnswered { IsDefault: true } => "No answer in time; the default was used",
        PromptAnswered answered => $"{TaskText.Who(answered.By, me)} answered",
        PromptExpired => "No answer in time",
        RetryApproved { Input: null } approved => $"{TaskText.Who(approved.By, me)} approved another attempt",
        RetryApproved approved => $"{TaskText.Who(approved.By, me)} approved another attempt with changed input",
        PauseRequested { By: null, WithdrawnBy: { } by } => $"{TaskText.Who(by, me)} withdrew the pause request",
        PauseRequested { By: null } => "The pause request was withdrawn",
        PauseRequested asked => $"{TaskText.Who(asked.By, me)} requested a pause",
        PriorityChanged changed => $"{TaskText.Who(changed.By, me)} set the priority to {PriorityText.Name(changed.Priority)}",
        TaskLost lost => lost.Message,
        TaskDeclined declined => $"{TaskText.Who(declined.By, me)} declined: {declined.Title}",
        CancelRequested asked => $"{TaskText.Who(asked.By, me)} requested cancellation",
        TaskBackoff backoff => $"Attempt failed: {backoff.Error.Message} Next attempt: {Formats.Exact(backoff.DueAt, zone)}",
        TaskRetried retried => $"{TaskText.Who(retried.By, me)} requested a retry",
        TaskSucceeded { Result: null } => "Succeeded",
        TaskSucceeded => "Succeeded with a result",
        TaskFailed failed => $"Failed: {failed.Error.Message}",
        TaskCancelled { Reason: TaskReason.Abandoned } => "Did not stop in time and was abandoned",
        TaskCancelled { By: { } by } => $"{TaskText.Who(by, me)} cancelled the task",
        TaskCancelled => "Cancelled",
        TaskInterrupted interrupted => interrupted.Message,
        TaskDismissed { By: null } => "Dismissed automatically",
        TaskDismissed dismissed => $"{TaskText.Who(dismissed.By, me)} dismissed the task",
        UnreadableEvent => "This event cannot be read",
        { NextState: { } next } => $"State changed to {TaskText.Word(next)}",
        _ => Text(taskEvent),
    };

    /// <summary>The colour and icon of an event: those of the state it leads to, or of its outcome.</summary>
    public static string Key(TaskEvent taskEvent) => taskEvent switch
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

    /// <summary>The reason a task ended; null where its state already says it.</summary>
    public static string? Say(TaskReason? reason) => reason switch
    {
        TaskReason.Timeout => "Timed out",
        TaskReason.BadParameters => "Parameters could not be bound",
        TaskReason.NoHandler => "No handler is registered",
        TaskReason.ResultTooLarge => "Result is too large",
        TaskReason.ResultNotSerializable => "Result cannot be serialized as JSON",
        TaskReason.NotStorable => "Data could not be stored",
        TaskReason.NotReadable => "Stored data could not be read",
        TaskReason.RetriesExhausted => "All attempts failed",
        TaskReason.RetryDeclined => "Retry was declined",
        TaskReason.PromptTimeout => "No answer in time",
        TaskReason.Poison => "Process ended unexpectedly three times",
        TaskReason.Abandoned => "Did not stop in time",
        TaskReason.ProcessDied => "Process ended unexpectedly",
        TaskReason.Shutdown => "Server was shut down",
        TaskReason.HeartbeatTimeout => "No heartbeat from the script",
        _ => null,
    };

    private static string Text(TaskEvent taskEvent) => string.Concat(
        taskEvent.GetType().Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
