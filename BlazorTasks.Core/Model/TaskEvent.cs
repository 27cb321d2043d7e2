using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks;

/// <summary>
/// One thing that happened to a task. The events of a task are numbered 1, 2, 3… without gaps, and a
/// <see cref="TaskSnapshot"/> is nothing but these events, applied in order.
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
    /// <summary>The number of this event in its task, from 1. Set when the event is appended.</summary>
    [JsonIgnore]
    public long Seq { get; private set; }

    /// <summary>When it was appended, UTC, in whole microseconds so that every store gives back the same value.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; private set; }

    /// <summary>The epoch in which it was appended: it grows with every claim, and events of an older epoch are refused.</summary>
    [JsonIgnore]
    public int Epoch { get; private set; }

    /// <summary>The state that the task enters with this event, or null if the state stays.</summary>
    [JsonIgnore]
    public virtual TaskState? NextState => null;

    /// <summary>The event as JSON, from when it is appended until it is stored, so that what cannot be written is noticed by whoever appends it.</summary>
    [JsonIgnore]
    internal ReadOnlyMemory<byte>? Json { get; private set; }

    /// <summary>Writes the event as JSON now. Lines and progress are texts and numbers only, which always can be.</summary>
    /// <exception cref="NotStorableException">It cannot be written.</exception>
    internal void Prepare()
    {
        if (this is not (TaskLogged or TaskProgressed))
        {
            Json = TaskJson.ToUtf8(this);
        }
    }

    /// <summary>The event is stored: its JSON is no longer needed.</summary>
    internal void OnStored() => Json = null;

    /// <summary>Gives the event its place. Done once: by the task that appends it, or by the store that reads it back.</summary>
    internal TaskEvent Stamp(long seq, DateTimeOffset at, int epoch)
    {
        (Seq, At, Epoch) = (seq, at, epoch);
        return this;
    }
}

/// <summary>The first event: what was asked for, by whom.</summary>
/// <param name="Name">What people see: the title of the definition, or the name given to a lambda.</param>
public sealed record TaskCreated(string Name) : TaskEvent
{
    /// <summary>The definition's name, or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>What tells it from its siblings: usually its first input.</summary>
    public string? Label { get; init; }

    /// <summary>Who it belongs to, or null if code started it.</summary>
    public string? Owner { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time to run it, or null for now.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The task that started it.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>How many attempts it has in all.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>Asking again with this key gives this task.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A hash of what was asked for, secrets aside, to tell whether the same key asks for the same.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Its input, a JSON object, or null for a lambda.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What is known of its script, if it is an external task.</summary>
    public ExternalStart? External { get; init; }

    /// <inheritdoc />
    public override TaskState? NextState => RunAt is null ? TaskState.Queued : TaskState.Scheduled;
}

/// <summary>Its time has come, and it waits for a slot.</summary>
public sealed record TaskQueued : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>A node took it: a new attempt under a new epoch.</summary>
/// <param name="Node">The node that took it.</param>
/// <param name="Attempt">The number of this attempt, from 1.</param>
public sealed record TaskStarting(string Node, int Attempt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Starting;
}

/// <summary>Its code was entered.</summary>
public sealed record TaskRunning : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Running;
}

/// <summary>How far it is. Kept about once a second; what lies between is live state only.</summary>
/// <param name="Progress">0 to 100, or null when the amount is unknown.</param>
/// <param name="Status">What it is doing, in the task's own words.</param>
public sealed record TaskProgressed(double? Progress, string? Status) : TaskEvent;

/// <summary>Lines that it wrote, in order.</summary>
/// <param name="FirstLine">The number of the first line in the task's log, from 1.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Dropped">How many lines were dropped before these because they came too fast.</param>
public sealed record TaskLogged(long FirstLine, IReadOnlyList<LogLine> Lines, long Dropped = 0) : TaskEvent
{
    /// <summary>What went when these lines came, because a log keeps only so many; mostly null.</summary>
    public LogTrim? Trim { get; init; }

    /// <summary>What these lines were before they went themselves; null while they are here.</summary>
    public TrimmedChunk? Trimmed { get; init; }

    /// <summary>The same event when its lines are no longer kept.</summary>
    internal TaskLogged Empty() => Trimmed is null
        ? this with { Lines = [], Trimmed = new TrimmedChunk(Lines.Count, Lines.Count(line => line.IsWarning)) }
        : this;
}

/// <summary>The oldest lines of a log were dropped.</summary>
/// <param name="Gone">The number of the last line that is gone, of all lines from the first.</param>
/// <param name="Lines">How many lines went now; what had been dropped among them before is not counted again.</param>
public sealed record LogTrim(long Gone, long Lines);

/// <summary>How many lines an event had that are no longer kept.</summary>
/// <param name="Lines">How many.</param>
/// <param name="Warnings">How many of them were warnings of the task.</param>
public sealed record TrimmedChunk(int Lines, int Warnings);

/// <summary>It began a named part of its work.</summary>
/// <param name="Step">The number of the step in this task, from 1.</param>
/// <param name="Name">What people see.</param>
public sealed record StepStarted(int Step, string Name) : TaskEvent;

/// <summary>It ended a named part of its work.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Error">The message of the exception that ended it, or null if it went well.</param>
public sealed record StepFinished(int Step, string? Error = null) : TaskEvent
{
    /// <summary>What it returned, if its task is <see cref="TaskPolicy.Restartable"/>: a later attempt takes it from here.</summary>
    public JsonElement? Result { get; init; }
}

/// <summary>It did not do a part of its work again, because an earlier attempt had finished it.</summary>
/// <param name="Step">The number of the step in this task, from 1.</param>
/// <param name="Name">What people see.</param>
public sealed record StepReused(int Step, string Name) : TaskEvent;

/// <summary>It asked a person, and waits.</summary>
/// <param name="Prompt">The question. One that was open when a process was lost is asked again under its old id.</param>
public sealed record PromptAsked(Prompt Prompt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Waiting;
}

/// <summary>The one valid answer to a question.</summary>
/// <param name="Prompt">The question's id.</param>
/// <param name="By">Who answered, or null for the program itself and for the default.</param>
/// <param name="Values">The answer, in the form's normal form; secrets are unreadable.</param>
public sealed record PromptAnswered(string Prompt, string? By, JsonElement Values) : TaskEvent
{
    /// <summary>Whether nobody answered in time and this is the default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>False when the answer came while the code was not waiting for it: after a lost process, before the new attempt has come to the question.</summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;
}

/// <summary>Nobody answered in time, and the question has no default.</summary>
/// <param name="Prompt">The question's id.</param>
public sealed record PromptExpired(string Prompt) : TaskEvent
{
    /// <summary>False when the code was not waiting for it.</summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;
}

/// <summary>The person wants another attempt.</summary>
/// <param name="Prompt">The question's id.</param>
/// <param name="By">Who, or null when the definition says so and nobody answered in time.</param>
/// <param name="Input">The changed input, or null for the same.</param>
public sealed record RetryApproved(string Prompt, string? By, JsonElement? Input = null) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>Someone asked it to pause; it does so at its next checkpoint.</summary>
/// <param name="By">Who asked; null when the wish was taken back.</param>
public sealed record PauseRequested(string? By) : TaskEvent;

/// <summary>The process that ran it is gone, and it runs again because its definition says that it can.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record TaskLost(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>Someone asked it to stop while its code was under way.</summary>
/// <param name="By">Who asked.</param>
public sealed record CancelRequested(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelling;
}

/// <summary>An attempt failed, and the next one starts by itself.</summary>
/// <param name="DueAt">When.</param>
/// <param name="Reason">Why the attempt failed.</param>
/// <param name="Error">The exception.</param>
public sealed record TaskBackoff(DateTimeOffset DueAt, TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Backoff;
}

/// <summary>It had ended, and someone asked to run it once more. The only event that leads out of a final state.</summary>
/// <param name="By">Who asked.</param>
public sealed record TaskRetried(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;
}

/// <summary>Its code returned.</summary>
/// <param name="Result">What it returned, as JSON, or null if it returns nothing.</param>
public sealed record TaskSucceeded(JsonElement? Result) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Succeeded;
}

/// <summary>It failed for good.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Error">The exception, or a description in the same form.</param>
public sealed record TaskFailed(TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <summary>Who decided that it is not tried again, if a person was asked.</summary>
    public string? By { get; init; }

    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Failed;
}

/// <summary>It stopped because someone asked for it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who asked.</param>
public sealed record TaskCancelled(TaskReason Reason, string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelled;
}

/// <summary>The person said no to something that it cannot do without.</summary>
/// <param name="By">Who.</param>
/// <param name="Title">The question.</param>
public sealed record TaskDeclined(string? By, string Title) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Declined;
}

/// <summary>The process that ran it is gone, and it was not run again.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record TaskInterrupted(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Interrupted;
}

/// <summary>Someone took the finished task off the list of active ones. It stays in the history.</summary>
/// <param name="By">Who did, or null if its time was over.</param>
public sealed record TaskDismissed(string? By) : TaskEvent;
