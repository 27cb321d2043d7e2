namespace BlazorTasks;

/// <summary>An action that a person can perform on a task.</summary>
public enum AuditAction
{
    /// <summary>Started the task.</summary>
    Start,

    /// <summary>Requested cancellation.</summary>
    Cancel,

    /// <summary>Requested a pause.</summary>
    Pause,

    /// <summary>Answered a prompt.</summary>
    Answer,

    /// <summary>Retried the task.</summary>
    Retry,

    /// <summary>Dismissed the task from the list of active tasks.</summary>
    Dismiss,

    /// <summary>Deleted the task from the history. This entry is all that remains of it.</summary>
    Remove,

    /// <summary>
    /// Performed an action on many tasks at once. The name of the entry says which, on how many, and how many were skipped.
    /// </summary>
    Bulk,

    /// <summary>Created a schedule.</summary>
    CreateSchedule,

    /// <summary>Changed a schedule.</summary>
    ChangeSchedule,

    /// <summary>Paused a schedule.</summary>
    PauseSchedule,

    /// <summary>Resumed a schedule.</summary>
    ResumeSchedule,

    /// <summary>Skipped the next run of a schedule.</summary>
    SkipRun,

    /// <summary>Ran a schedule now, out of turn: started the task.</summary>
    RunSchedule,

    /// <summary>Deleted a schedule. Its tasks stay in the history.</summary>
    DeleteSchedule,

    /// <summary>Created an API key. The name of the entry is that of the key.</summary>
    CreateKey,

    /// <summary>Revoked an API key. The name of the entry is that of the key.</summary>
    RevokeKey,

    /// <summary>Was not allowed to do what only administrators may. The name of the entry says what.</summary>
    Administer,

    /// <summary>Drained a node: it starts no more tasks.</summary>
    DrainNode,

    /// <summary>Made a drained node start tasks again.</summary>
    UndrainNode,

    /// <summary>Changed the priority of the task.</summary>
    Prioritize,

    /// <summary>Signed in, or tried to. The name of the entry says from where.</summary>
    SignIn,

    /// <summary>Signed out. The name of the entry says from where.</summary>
    SignOut,

    /// <summary>Created an account. The name of the entry says which.</summary>
    CreateAccount,

    /// <summary>Changed an account. The name of the entry says which, and how.</summary>
    ChangeAccount,

    /// <summary>Deleted an account. The name of the entry says which.</summary>
    DeleteAccount,
}

/// <summary>
/// An audit entry: who did what to which task, and when, or was not allowed to. Written in the same transaction as the action
/// itself and stored separately from the task, so that it survives the task's deletion. Actions of the application itself
/// only appear in the task's milestones. Entries never contain values (inputs, answers).
/// </summary>
/// <param name="At">When it happened.</param>
/// <param name="By">Who did it.</param>
/// <param name="Action">The action.</param>
/// <param name="TaskId">The id of the task, or the default value if the action does not concern a single task.</param>
/// <param name="TaskName">The display name of the task, with its label, the outcome of a bulk action, the id of the schedule, or
/// the name of the API key or node.</param>
public sealed record AuditEntry(DateTimeOffset At, string By, AuditAction Action, TaskId TaskId, string TaskName)
{
    /// <summary>The maximum length of a person's name, in characters.</summary>
    internal const int MaxName = 200;

    /// <summary>The maximum length of the outcome of a bulk action, in characters.</summary>
    private const int MaxSummary = 1_000;

    /// <summary>The number of the entry, increasing with time, or 0 before it is stored.</summary>
    public long Number { get; init; }

    /// <summary>Why the action was denied, as a sentence, or null if it was performed.</summary>
    public string? Refusal { get; init; }

    /// <summary>Who did it by their id, how they had signed in and from where, or null if the application did it for them.</summary>
    public ActionOrigin? Origin { get; init; }

    /// <summary>Whether the action concerns a schedule rather than a task.</summary>
    public bool IsOnSchedule => TaskId == default && Action is >= AuditAction.CreateSchedule and <= AuditAction.DeleteSchedule;

    /// <summary>Whether the action concerns a node rather than a task.</summary>
    public bool IsOnNode => Action is AuditAction.DrainNode or AuditAction.UndrainNode;

    /// <summary>Returns the entry for an event, or null if no person caused it.</summary>
    /// <param name="task">The task after the event, or after later events.</param>
    /// <param name="taskEvent">The event.</param>
    internal static AuditEntry? Of(TaskSnapshot task, TaskEvent taskEvent) => ActionOf(task, taskEvent) is (var action, { } by)
        ? Of(by, action, NameOf(task), taskEvent.At, taskEvent.Origin, task.Id)
        : null;

    private static (AuditAction Action, string? By)? ActionOf(TaskSnapshot task, TaskEvent taskEvent) => taskEvent switch
    {
        TaskCreated { RunBy: { } by } => (AuditAction.RunSchedule, by),
        // one for somebody else, such as a notification that is sent again, was not started by them
        TaskCreated { Origin: { } origin } created when origin.PersonId != created.Owner => null,
        TaskCreated { Schedule: null } created => (AuditAction.Start, created.Owner),
        CancelRequested request => (AuditAction.Cancel, request.By),
        // otherwise the request has its own entry
        TaskCancelled cancelled when !(task.CancelRequestedAt <= taskEvent.At) => (AuditAction.Cancel, cancelled.By),
        PauseRequested request when request.By != Person.System => (AuditAction.Pause, request.By),
        PriorityChanged change => (AuditAction.Prioritize, change.By),
        PromptAnswered answer => (AuditAction.Answer, answer.By),
        RetryApproved approval => (AuditAction.Answer, approval.By),
        TaskFailed failure => (AuditAction.Answer, failure.By),
        TaskRetried retry => (AuditAction.Retry, retry.By),
        TaskDismissed dismissal => (AuditAction.Dismiss, dismissal.By),
        _ => null,
    };

    /// <summary>Creates an entry for an action on many tasks.</summary>
    internal static AuditEntry OfMany(string by, string summary, DateTimeOffset at) =>
        Of(by, AuditAction.Bulk, Text.Truncate(summary, MaxSummary), at, ActionOrigin.Current);

    /// <summary>Creates an entry for an action on a schedule.</summary>
    internal static AuditEntry Of(Schedule schedule, string by, AuditAction action, DateTimeOffset at) =>
        Of(by, action, schedule.Id, at, ActionOrigin.Current);

    /// <summary>Creates an entry for an action that concerns none of these.</summary>
    internal static AuditEntry Of(Person by, AuditAction action, string what, DateTimeOffset at) =>
        Of(by.Name, action, Text.Truncate(what, MaxSummary), at, ActionOrigin.Of(by));

    /// <summary>Creates an entry for an action on a node.</summary>
    internal static AuditEntry Of(TaskNode node, string by, AuditAction action, DateTimeOffset at) =>
        Of(by, action, Text.Truncate(node.Name, MaxName), at, ActionOrigin.Current);

    /// <summary>Creates an entry for an action on a task.</summary>
    internal static AuditEntry Of(TaskSnapshot task, string by, AuditAction action, DateTimeOffset at) =>
        Of(by, action, NameOf(task), at, ActionOrigin.Current, task.Id);

    private static string NameOf(TaskSnapshot task) => task.Label is null ? task.Name : $"{task.Name}, {task.Label}";

    private static AuditEntry Of(
        string by,
        AuditAction action,
        string what,
        DateTimeOffset at,
        ActionOrigin? origin,
        TaskId task = default) =>
        new(at, Text.Truncate(by, MaxName), action, task, what) { Origin = origin };
}
