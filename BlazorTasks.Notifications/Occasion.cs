namespace BlazorTasks.Notifications;

/// <summary>Something that people may be notified of.</summary>
/// <param name="Task">The task.</param>
/// <param name="What">What has happened to it.</param>
/// <param name="Prompt">The id of the prompt, if it asks something.</param>
internal sealed record Occasion(TaskSnapshot Task, NotificationEvent What, string? Prompt)
{
    /// <summary>Returns what an event means for people, or null if they are not notified of such events.</summary>
    public static Occasion? Of(TaskSnapshot task, TaskEvent taskEvent) =>
        taskEvent is PromptAsked or TaskSucceeded or TaskFailed or TaskInterrupted or TaskCancelled or TaskDeclined ? Of(task) : null;

    /// <summary>Returns what the state of a task means for people, or null if they are not notified of it.</summary>
    public static Occasion? Of(TaskSnapshot task) => task switch
    {
        { AsksSomething: true } => new Occasion(task, NotificationEvent.Asked, task.Prompt!.Id),
        { State: TaskState.Succeeded } => new Occasion(task, NotificationEvent.Succeeded, null),
        { State: TaskState.Failed } => new Occasion(task, NotificationEvent.Failed, null),
        { State: TaskState.Interrupted } => new Occasion(task, NotificationEvent.Interrupted, null),
        { State: TaskState.Cancelled } => new Occasion(task, NotificationEvent.Cancelled, null),
        { State: TaskState.Declined } => new Occasion(task, NotificationEvent.Declined, null),
        _ => null,
    };

    /// <summary>Returns the idempotency key of the delivery to a recipient.</summary>
    public string KeyFor(string to) => $"notify:{Task.Id}:{What}:{Prompt ?? $"attempt {Task.Attempt}"}:{Recipient.HashOf(to)}";

    /// <summary>Returns the idempotency key of the message about everything until a time.</summary>
    public static string DigestKeyFor(string to, DateTimeOffset at) => $"notify:digest:{at.ToUnixTimeSeconds()}:{Recipient.HashOf(to)}";
}
