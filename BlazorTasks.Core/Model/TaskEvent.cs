using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks;

/// <summary>
/// An event in a task's history. The events of a task are numbered from 1 without gaps, and a <see cref="TaskSnapshot"/> is
/// the result of applying them in order.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TaskCreated), "created")]
[JsonDerivedType(typeof(TaskQueued), "queued")]
[JsonDerivedType(typeof(TaskStarting), "starting")]
[JsonDerivedType(typeof(TaskRunning), "running")]
[JsonDerivedType(typeof(TaskProgressed), "progressed")]
[JsonDerivedType(typeof(TaskLogged), "logged")]
[JsonDerivedType(typeof(StepStarted), "step_started")]
[JsonDerivedType(typeof(StepFinished), "step_finished")]
[JsonDerivedType(typeof(StepReused), "step_reused")]
[JsonDerivedType(typeof(PromptAsked), "asked")]
[JsonDerivedType(typeof(PromptAnswered), "answered")]
[JsonDerivedType(typeof(PromptExpired), "prompt_expired")]
[JsonDerivedType(typeof(RetryApproved), "retry_approved")]
[JsonDerivedType(typeof(PauseRequested), "pause_requested")]
[JsonDerivedType(typeof(TaskLost), "lost")]
[JsonDerivedType(typeof(CancelRequested), "cancel_requested")]
[JsonDerivedType(typeof(TaskBackoff), "backoff")]
[JsonDerivedType(typeof(TaskRetried), "retried")]
[JsonDerivedType(typeof(TaskSucceeded), "succeeded")]
[JsonDerivedType(typeof(TaskFailed), "failed")]
[JsonDerivedType(typeof(TaskCancelled), "cancelled")]
[JsonDerivedType(typeof(TaskDeclined), "declined")]
[JsonDerivedType(typeof(TaskInterrupted), "interrupted")]
[JsonDerivedType(typeof(TaskDismissed), "dismissed")]
public abstract record TaskEvent
{
    /// <summary>Gets the event's number within its task, starting at 1. Set when the event is appended.</summary>
    [JsonIgnore]
    public long Seq { get; private set; }

    /// <summary>
    /// Gets when the event was appended, in UTC and whole microseconds, so that every store returns the same value.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset At { get; private set; }

    /// <summary>
    /// Gets the epoch in which the event was appended. It increases with every claim, and events of an older epoch are
    /// rejected.
    /// </summary>
    [JsonIgnore]
    public int Epoch { get; private set; }

    /// <summary>Gets the state that the task enters with this event, or null if the state does not change.</summary>
    [JsonIgnore]
    public virtual TaskState? NextState => null;

    /// <summary>
    /// The event as JSON, from when it is appended until it is stored. Serializing it early surfaces errors at the caller
    /// that appends it.
    /// </summary>
    [JsonIgnore]
    internal ReadOnlyMemory<byte>? Json { get; private set; }

    /// <summary>
    /// Serializes the event now. Log lines and progress consist of text and numbers, which can always be serialized.
    /// </summary>
    /// <exception cref="NotStorableException">The event cannot be serialized.</exception>
    internal void Prepare()
    {
        if (this is not (TaskLogged or TaskProgressed))
        {
            Json = TaskJson.ToUtf8(this);
        }
    }

    /// <summary>Releases the JSON after the event is stored.</summary>
    internal void OnStored() => Json = null;

    /// <summary>
    /// Sets the event's number, time and epoch. Called once: by the task that appends it, or by the store that reads it.
    /// </summary>
    internal TaskEvent Stamp(long seq, DateTimeOffset at, int epoch)
    {
        (Seq, At, Epoch) = (seq, at, epoch);
        return this;
    }
}

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
}

/// <summary>A node claimed the task: a new attempt in a new epoch.</summary>
/// <param name="Node">The node that claimed it.</param>
/// <param name="Attempt">The number of the attempt, starting at 1.</param>
public sealed record TaskStarting(string Node, int Attempt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Starting;
}

/// <summary>The task's code started.</summary>
public sealed record TaskRunning : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Running;
}

/// <summary>The task's progress, recorded about once a second. Progress in between is live state only.</summary>
/// <param name="Progress">0 to 100, or null if the total amount is unknown.</param>
/// <param name="Status">The status text of the task.</param>
public sealed record TaskProgressed(double? Progress, string? Status) : TaskEvent;

/// <summary>The task wrote log lines.</summary>
/// <param name="FirstLine">The number of the first line in the task's log, starting at 1.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="Dropped">The number of lines dropped before these because of rate limiting.</param>
public sealed record TaskLogged(long FirstLine, IReadOnlyList<LogLine> Lines, long Dropped = 0) : TaskEvent
{
    /// <summary>
    /// The older lines that were dropped when these were written because the log exceeded its maximum length. Usually null.
    /// </summary>
    public LogTrim? Trim { get; init; }

    /// <summary>What these lines contained before they were dropped, or null while they are stored.</summary>
    public TrimmedChunk? Trimmed { get; init; }

    /// <summary>Returns the same event without its lines.</summary>
    internal TaskLogged Empty() => Trimmed is null
        ? this with { Lines = [], Trimmed = new TrimmedChunk(Lines.Count, Lines.Count(line => line.IsWarning)) }
        : this;
}

/// <summary>The oldest lines of a log were dropped.</summary>
/// <param name="Gone">The number of the last dropped line. All lines up to it are gone.</param>
/// <param name="Lines">The number of lines dropped now, not counting those that had been dropped before.</param>
public sealed record LogTrim(long Gone, long Lines);

/// <summary>The number of log lines that an event contained before they were dropped.</summary>
/// <param name="Lines">The number of lines.</param>
/// <param name="Warnings">The number of warnings among them.</param>
public sealed record TrimmedChunk(int Lines, int Warnings);

/// <summary>A step started.</summary>
/// <param name="Step">The number of the step in this task, starting at 1.</param>
/// <param name="Name">The display name of the step.</param>
public sealed record StepStarted(int Step, string Name) : TaskEvent;

/// <summary>A step ended.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Error">The message of the exception that ended the step, or null if it succeeded.</param>
public sealed record StepFinished(int Step, string? Error = null) : TaskEvent
{
    /// <summary>The step's result if the task is <see cref="TaskPolicy.Restartable"/>. A later attempt reuses it.</summary>
    public JsonElement? Result { get; init; }
}

/// <summary>A step was skipped because an earlier attempt had completed it.</summary>
/// <param name="Step">The number of the step in this task, starting at 1.</param>
/// <param name="Name">The display name of the step.</param>
public sealed record StepReused(int Step, string Name) : TaskEvent;

/// <summary>The task opened a prompt and waits for its answer.</summary>
/// <param name="Prompt">The prompt. A prompt that was open when a process crashed is reopened with the same id.</param>
public sealed record PromptAsked(Prompt Prompt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Waiting;
}

/// <summary>A prompt was answered.</summary>
/// <param name="Prompt">The prompt's id.</param>
/// <param name="By">Who answered, or null for the application itself and for the default answer.</param>
/// <param name="Values">The normalized answer, with its secrets encrypted.</param>
public sealed record PromptAnswered(string Prompt, string? By, JsonElement Values) : TaskEvent
{
    /// <summary>Whether the prompt expired and its default answer was used.</summary>
    public bool IsDefault { get; init; }

    /// <summary>
    /// False if the answer arrived while the code was not waiting for it: after a crash, before the new attempt reached the
    /// prompt.
    /// </summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;
}

/// <summary>A prompt without a default answer expired.</summary>
/// <param name="Prompt">The prompt's id.</param>
public sealed record PromptExpired(string Prompt) : TaskEvent
{
    /// <summary>False if the code was not waiting for it.</summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;
}

/// <summary>Another attempt was requested in a retry prompt.</summary>
/// <param name="Prompt">The prompt's id.</param>
/// <param name="By">Who requested it, or null if the prompt expired and the policy is to retry.</param>
/// <param name="Input">The changed input, or null to use the same one.</param>
public sealed record RetryApproved(string Prompt, string? By, JsonElement? Input = null) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>A pause was requested. It takes effect at the next checkpoint.</summary>
/// <param name="By">Who requested it, or null if the request was withdrawn.</param>
public sealed record PauseRequested(string? By) : TaskEvent;

/// <summary>The task is restarted because its process was lost and its definition is restartable.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">A message for users.</param>
public sealed record TaskLost(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>Cancellation was requested while the task's code was running.</summary>
/// <param name="By">Who requested it.</param>
public sealed record CancelRequested(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelling;
}

/// <summary>An attempt failed, and the next one was scheduled.</summary>
/// <param name="DueAt">When the next attempt is due.</param>
/// <param name="Reason">Why the attempt failed.</param>
/// <param name="Error">The exception.</param>
public sealed record TaskBackoff(DateTimeOffset DueAt, TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Backoff;
}

/// <summary>A finished task was retried. The only event that leaves a final state.</summary>
/// <param name="By">Who requested it.</param>
public sealed record TaskRetried(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>The task succeeded.</summary>
/// <param name="Result">The result as JSON, or null if there is none.</param>
public sealed record TaskSucceeded(JsonElement? Result) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Succeeded;
}

/// <summary>The task failed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Error">The exception, or a description in the same form.</param>
public sealed record TaskFailed(TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <summary>Who declined another attempt, if a person was asked.</summary>
    public string? By { get; init; }

    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Failed;
}

/// <summary>The task was cancelled.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="By">Who requested it.</param>
public sealed record TaskCancelled(TaskReason Reason, string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelled;
}

/// <summary>The task ended because approval was declined.</summary>
/// <param name="By">Who declined.</param>
/// <param name="Title">The title of the prompt.</param>
public sealed record TaskDeclined(string? By, string Title) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Declined;
}

/// <summary>The task ended because its process was lost and it was not restarted.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">A message for users.</param>
public sealed record TaskInterrupted(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Interrupted;
}

/// <summary>The finished task was removed from the list of active tasks. It stays in the history.</summary>
/// <param name="By">Who dismissed it, or null if it was dismissed automatically.</param>
public sealed record TaskDismissed(string? By) : TaskEvent;
