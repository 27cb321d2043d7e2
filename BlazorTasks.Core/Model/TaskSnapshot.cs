namespace BlazorTasks;

/// <summary>
/// A task at a point in time: small, immutable and shared by all viewers. Large data (input, result, stack trace, log) is not
/// included: read it with <see cref="TaskMonitor.ReadAsync"/> and <see cref="TaskMonitor.ReadLogAsync"/>.
/// </summary>
public sealed partial record TaskSnapshot
{
    private readonly UtcTime _dueAt;
    private readonly UtcTime _runAt;
    private readonly UtcTime _queuedAt;
    private readonly UtcTime _startedAt;
    private readonly UtcTime _attemptStartedAt;
    private readonly UtcTime _finishedAt;
    private readonly UtcTime _cancelRequestedAt;
    private readonly UtcTime _lastLineAt;
    private readonly UtcTime _dismissedAt;

    /// <summary>The task's id.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The name of the definition, such as "import-customers", or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>Whether the work is done by an external script. See <see cref="TaskMonitor.StartExternalAsync"/>.</summary>
    [JsonIgnore]
    public bool IsExternal => Definition == ExternalStart.Definition;

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>A label that distinguishes the task from others of the same definition, usually its first input value.</summary>
    public string? Label { get; init; }

    /// <summary>The owner, or null if the task was started by code.</summary>
    public string? Owner { get; init; }

    /// <summary>Free-form tags to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The priority. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The parent task.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>The id of the schedule that started the task, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>The due time of the schedule for which the task was started, or when a person ran the schedule.</summary>
    public DateTimeOffset? DueAt
    {
        get => _dueAt;
        init => _dueAt = value;
    }

    /// <summary>The current state.</summary>
    public TaskState State { get; init; }

    /// <summary>Why the task ended, if the state alone does not say so.</summary>
    public TaskReason? Reason { get; init; }

    /// <summary>0 to 100, or null if the total amount is unknown. Never decreases within an attempt.</summary>
    public double? Progress { get; init; }

    /// <summary>The status text reported by the task.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// Whether the attempt has come to a checkpoint, so that it can be paused: it is likely to come to another. Like
    /// progress, it is live.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasCheckpoints { get; init; }

    /// <summary>The current step.</summary>
    public string? Step { get; init; }

    /// <summary>The number of steps started, over all attempts.</summary>
    public int Steps { get; init; }

    /// <summary>The number of the current or last attempt, or 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The maximum number of attempts.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>The node that runs the task or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>Increases with every claim. Writes of an older epoch are rejected.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of the latest event.</summary>
    public long Seq { get; init; }

    /// <summary>When the task was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest time of the next attempt, while the task is Scheduled or in Backoff.</summary>
    public DateTimeOffset? RunAt
    {
        get => _runAt;
        init => _runAt = value;
    }

    /// <summary>When the task was last queued.</summary>
    public DateTimeOffset? QueuedAt
    {
        get => _queuedAt;
        init => _queuedAt = value;
    }

    /// <summary>When the first attempt started.</summary>
    public DateTimeOffset? StartedAt
    {
        get => _startedAt;
        init => _startedAt = value;
    }

    /// <summary>When the current or last attempt started.</summary>
    public DateTimeOffset? AttemptStartedAt
    {
        get => _attemptStartedAt;
        init => _attemptStartedAt = value;
    }

    /// <summary>When the task finished.</summary>
    public DateTimeOffset? FinishedAt
    {
        get => _finishedAt;
        init => _finishedAt = value;
    }

    /// <summary>When cancellation was requested.</summary>
    public DateTimeOffset? CancelRequestedAt
    {
        get => _cancelRequestedAt;
        init => _cancelRequestedAt = value;
    }

    /// <summary>Who requested cancellation.</summary>
    public string? CancelRequestedBy { get; init; }

    /// <summary>The exception type of the last failed attempt.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What went wrong, as a message for users.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>
    /// <see cref="ErrorMessage"/> as it is shown in lists: truncated after 1,000 characters.
    /// </summary>
    [JsonIgnore]
    public string? ErrorSummary => ErrorMessage is null ? null : Text.Truncate(ErrorMessage, Text.MaxStatus);

    /// <summary>The number of calls of <see cref="TaskContext.Warn"/>. A task with warnings can still succeed.</summary>
    public int Warnings { get; init; }

    /// <summary>The number of lines in the log.</summary>
    public long LogLines { get; init; }

    /// <summary>The number of lines dropped because of rate limiting or the maximum length of the log.</summary>
    public long DroppedLines { get; init; }

    /// <summary>
    /// The number of the last line dropped from the beginning of the log because it exceeded its maximum length
    /// (<see cref="BlazorTasksOptions.MaxLinesKept"/>). Usually 0.
    /// </summary>
    public long TrimmedLines { get; init; }

    /// <summary>The latest line of the log.</summary>
    public string? LastLine { get; init; }

    /// <summary>When the latest line was written.</summary>
    public DateTimeOffset? LastLineAt
    {
        get => _lastLineAt;
        init => _lastLineAt = value;
    }

    /// <summary>Whether the task returned a result.</summary>
    public bool HasResult { get; init; }

    /// <summary>The open prompt, if there is one.</summary>
    public Prompt? Prompt { get; init; }

    /// <summary>Whether the task is waiting for a person's answer. False for a paused task, which waits to be resumed.</summary>
    [JsonIgnore]
    public bool AsksSomething => Prompt is { Kind: not PromptKind.Pause };

    /// <summary>The number of prompts so far.</summary>
    public int Prompts { get; init; }

    /// <summary>Who requested a pause at the next checkpoint.</summary>
    public string? PauseRequestedBy { get; init; }

    /// <summary>
    /// How often the process crashed while running this task since it was last started by someone. Crashes while the task
    /// waits for a person are not counted.
    /// </summary>
    public int CrashCount { get; init; }

    /// <summary>When the task was removed from the list of active tasks.</summary>
    public DateTimeOffset? DismissedAt
    {
        get => _dismissedAt;
        init => _dismissedAt = value;
    }

    /// <summary>The duration from the first attempt to the end, or null if the task has not finished or never started.</summary>
    public TimeSpan? Duration => FinishedAt is null ? null : Elapsed(default);

    /// <summary>Returns how long the task has run: from its first attempt to its end, or to <paramref name="now"/>.</summary>
    public TimeSpan? Elapsed(DateTimeOffset now)
    {
        var elapsed = (FinishedAt ?? now) - StartedAt;
        return elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed;
    }
}
