using System.Text.Json.Serialization;

namespace BlazorTasks;

/// <summary>
/// A task as it was at one moment: small, immutable and shared by everyone who looks at it. Large things (input,
/// result, stack, log) are not in it: read them with <see cref="TaskMonitor.ReadAsync"/> and
/// <see cref="TaskMonitor.ReadLogAsync"/>.
/// </summary>
public sealed partial record TaskSnapshot
{
    /// <summary>Its id.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The definition's name, such as "import-customers", or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>Whether a script does its work; see <see cref="TaskMonitor.StartExternalAsync"/>.</summary>
    [JsonIgnore]
    public bool IsExternal => Definition == ExternalStart.Definition;

    /// <summary>What people see.</summary>
    public required string Name { get; init; }

    /// <summary>What tells it from its siblings: usually its first input.</summary>
    public string? Label { get; init; }

    /// <summary>Who it belongs to, or null if code started it.</summary>
    public string? Owner { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The task that started it.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public TaskState State { get; init; }

    /// <summary>Why it ended, where the state alone does not say it.</summary>
    public TaskReason? Reason { get; init; }

    /// <summary>0 to 100, or null when the amount is unknown. Never goes back within an attempt.</summary>
    public double? Progress { get; init; }

    /// <summary>What it is doing, in the task's own words.</summary>
    public string? Status { get; init; }

    /// <summary>The step it is in.</summary>
    public string? Step { get; init; }

    /// <summary>How many steps it has begun, over all attempts.</summary>
    public int Steps { get; init; }

    /// <summary>The number of the current or last attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How many attempts it has in all.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>The node that runs it or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>Grows with every claim; writes of an older epoch are refused.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of its last event.</summary>
    public long Seq { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest time of its next attempt, while it is Scheduled or in Backoff.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>When it last began to wait for a slot.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its current or last attempt began.</summary>
    public DateTimeOffset? AttemptStartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When someone asked it to stop.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Who asked it to stop.</summary>
    public string? CancelRequestedBy { get; init; }

    /// <summary>The type of the exception of the last failed attempt.</summary>
    public string? ErrorType { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How often it called <see cref="TaskContext.Warn"/>. A task with warnings still succeeds.</summary>
    public int Warnings { get; init; }

    /// <summary>How many lines its log has.</summary>
    public long LogLines { get; init; }

    /// <summary>How many lines were dropped because they came too fast or were too many.</summary>
    public long DroppedLines { get; init; }

    /// <summary>The number of the last line of those that were dropped from the beginning of its log, because a log keeps only so many (<see cref="BlazorTasksOptions.MaxLinesKept"/>); mostly 0.</summary>
    public long TrimmedLines { get; init; }

    /// <summary>The newest line of its log.</summary>
    public string? LastLine { get; init; }

    /// <summary>When the newest line was written.</summary>
    public DateTimeOffset? LastLineAt { get; init; }

    /// <summary>Whether it returned something.</summary>
    public bool HasResult { get; init; }

    /// <summary>The open question, if there is one.</summary>
    public Prompt? Prompt { get; init; }

    /// <summary>Whether it waits for a person's answer. A task that is paused does not: it waits to be resumed.</summary>
    [JsonIgnore]
    public bool AsksSomething => Prompt is { Kind: not PromptKind.Pause };

    /// <summary>How many questions it has asked.</summary>
    public int Prompts { get; init; }

    /// <summary>Who asked it to pause at its next checkpoint.</summary>
    public string? PauseRequestedBy { get; init; }

    /// <summary>How often the process that ran it died under it since it was last started by someone. While it waits for a person it is not to blame, and that is not counted.</summary>
    public int CrashCount { get; init; }

    /// <summary>When it was taken off the list of active tasks.</summary>
    public DateTimeOffset? DismissedAt { get; init; }

    /// <summary>How long it took, from its first attempt to its end, or null while it has not ended or never began.</summary>
    public TimeSpan? Duration => FinishedAt is null ? null : Elapsed(default);

    /// <summary>How long it ran: from its first attempt to its end, or to <paramref name="now"/>.</summary>
    public TimeSpan? Elapsed(DateTimeOffset now)
    {
        var elapsed = (FinishedAt ?? now) - StartedAt;
        return elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed;
    }
}
