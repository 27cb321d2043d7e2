namespace BlazorTasks;

/// <summary>The first event: the task was created.</summary>
/// <param name="Name">The display name: the title of the definition, or the name given to a lambda.</param>
public sealed record TaskCreated(string Name) : TaskEvent
{
    /// <summary>The name of the definition, or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>A label that distinguishes the task from others of the same definition, usually its first input value.</summary>
    public string? Label { get; init; }

    /// <summary>The owner, or null if the task was started by code.</summary>
    public string? Owner { get; init; }

    /// <summary>Free-form tags to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The priority. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time at which the task runs, or null to run it immediately.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The parent task.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>The maximum number of attempts.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>The idempotency key. Another start with this key returns this task.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A hash of the request without its secrets, to detect a reused key with a different request.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The input, a JSON object, or null for a lambda.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The data of an external task, or null for other tasks.</summary>
    public ExternalStart? External { get; init; }

    /// <summary>The id of the schedule that started the task, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>The due time of the schedule for which the task was started, or when a person ran the schedule.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who ran the schedule out of turn, or null if it was due.</summary>
    public string? RunBy { get; init; }

    /// <summary>
    /// The schedule as it is after starting this task, stored in the same transaction: either both or neither are stored.
    /// </summary>
    [JsonIgnore]
    public Schedule? Moved { get; init; }

    /// <inheritdoc />
    public override TaskState? NextState => RunAt is null ? TaskState.Queued : TaskState.Scheduled;
}

/// <summary>The task is due and waits for a concurrency slot.</summary>
public sealed record TaskQueued : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { QueuedAt = At, RunAt = null };
}

/// <summary>A node claimed the task: a new attempt in a new epoch.</summary>
/// <param name="Node">The node that claimed it.</param>
/// <param name="Attempt">The number of the attempt, starting at 1.</param>
public sealed record TaskStarting(string Node, int Attempt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Starting;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        Node = Node,
        Attempt = Attempt,
        StartedAt = task.StartedAt ?? At,
        AttemptStartedAt = At,
        HasCheckpoints = false,
        Progress = null,
        Status = null,
        Step = null,
        ErrorType = null,
        ErrorMessage = null,
    };
}

/// <summary>The task's code started.</summary>
public sealed record TaskRunning : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Running;
}

/// <summary>An attempt failed, and the next one was scheduled.</summary>
/// <param name="DueAt">When the next attempt is due.</param>
/// <param name="Reason">Why the attempt failed.</param>
/// <param name="Error">The exception.</param>
public sealed record TaskBackoff(DateTimeOffset DueAt, TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Backoff;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        RunAt = DueAt,
        Step = null,
        ErrorType = Error.Type,
        ErrorMessage = Error.Message,
    };
}

/// <summary>The task is restarted because its process was lost and its definition is restartable.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">A message for users.</param>
public sealed record TaskLost(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        QueuedAt = At,
        Step = null,
        CrashCount = task.CrashCount + (CountsAsCrash(task) ? 1 : 0),
        PauseRequestedBy = null,
    };

    /// <summary>
    /// Returns whether the task itself may have caused its process to crash. A task that waits for a person runs no code.
    /// </summary>
    private bool CountsAsCrash(TaskSnapshot task) => Reason == TaskReason.ProcessDied && task.State != TaskState.Waiting;
}

/// <summary>A finished task was retried. The only event that leaves a final state.</summary>
/// <param name="By">Who requested it.</param>
public sealed record TaskRetried(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        QueuedAt = At,
        MaxAttempts = Math.Max(task.MaxAttempts, task.Attempt + 1),
        FinishedAt = null,
        Reason = null,
        DismissedAt = null,
        CrashCount = 0,
        CancelRequestedAt = null,
        CancelRequestedBy = null,
    };
}
