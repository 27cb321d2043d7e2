namespace BlazorTasks;

/// <summary>What people do to tasks.</summary>
public enum AuditAction
{
    /// <summary>They started it.</summary>
    Start,

    /// <summary>They asked it to stop.</summary>
    Cancel,

    /// <summary>They asked it to pause.</summary>
    Pause,

    /// <summary>They answered one of its questions.</summary>
    Answer,

    /// <summary>They had it run once more after it had ended.</summary>
    Retry,

    /// <summary>They took it off the list of active tasks.</summary>
    Dismiss,

    /// <summary>They removed it from the history. This is all that is left of it.</summary>
    Remove,
}

/// <summary>
/// What a person did to a task, or was not allowed to do: who, what, when, to which. Written in the transaction that does
/// it, and kept apart from the task, so that it stays when the task is removed. What code does by itself is in the milestones
/// of the task only, and values (inputs, answers) are never in here.
/// </summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Action">What.</param>
/// <param name="TaskId">To which task.</param>
/// <param name="TaskName">What people saw as its name, with its label.</param>
public sealed record AuditEntry(DateTimeOffset At, string By, AuditAction Action, TaskId TaskId, string TaskName)
{
    /// <summary>The longest name of a person, in characters.</summary>
    internal const int MaxName = 200;

    /// <summary>Its number among all entries, growing with time; 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>Why it was refused, as a sentence, or null if it was done.</summary>
    public string? Refusal { get; init; }

    /// <summary>What an event tells of a person, or null if no person caused it.</summary>
    /// <param name="task">The task after the event, or after some that followed it.</param>
    /// <param name="happened">The event.</param>
    internal static AuditEntry? Of(TaskSnapshot task, TaskEvent happened) => happened switch
    {
        TaskCreated { Owner: { } by } => Of(task, by, AuditAction.Start, happened.At),
        CancelRequested { By: { } by } => Of(task, by, AuditAction.Cancel, happened.At),
        TaskCancelled { By: { } by } when !(task.CancelRequestedAt <= happened.At) => Of(task, by, AuditAction.Cancel, happened.At), // or it only ends what was asked for before
        PauseRequested { By: { } by } when by != Person.System => Of(task, by, AuditAction.Pause, happened.At),
        PromptAnswered { By: { } by } => Of(task, by, AuditAction.Answer, happened.At),
        RetryApproved { By: { } by } => Of(task, by, AuditAction.Answer, happened.At),
        TaskFailed { By: { } by } => Of(task, by, AuditAction.Answer, happened.At),
        TaskRetried { By: { } by } => Of(task, by, AuditAction.Retry, happened.At),
        TaskDismissed { By: { } by } => Of(task, by, AuditAction.Dismiss, happened.At),
        _ => null,
    };

    /// <summary>What somebody did to a task.</summary>
    internal static AuditEntry Of(TaskSnapshot task, string by, AuditAction action, DateTimeOffset at) => new(at, Text.Truncate(by, MaxName), action, task.Id, task.Label is null ? task.Name : $"{task.Name}, {task.Label}");
}
