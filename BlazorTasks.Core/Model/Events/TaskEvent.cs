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
[JsonDerivedType(typeof(PriorityChanged), "priority_changed")]
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
[JsonDerivedType(typeof(UnreadableEvent), "unreadable")]
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
    /// Returns the task after this event: its number, epoch and next state, and what the event changes besides.
    /// </summary>
    internal virtual TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this);

    /// <summary>
    /// The event as JSON, from when it is appended until it is stored. Serializing it early surfaces errors at the caller
    /// that appends it.
    /// </summary>
    [JsonIgnore]
    internal ReadOnlyMemory<byte>? Json { get; private set; }

    /// <summary>Who caused the event, from when it is appended until it is stored with its audit entry.</summary>
    [JsonIgnore]
    internal ActionOrigin? Origin { get; private set; }

    /// <summary>
    /// Remembers who causes the event, and serializes it now, unless it consists of text and numbers of the engine, which can
    /// always be serialized.
    /// </summary>
    /// <exception cref="NotStorableException">The event cannot be serialized.</exception>
    internal void Prepare()
    {
        Origin = ActionOrigin.Current;
        if (this is not (TaskLogged or TaskProgressed or TaskQueued or TaskStarting or TaskRunning or TaskSucceeded { Result: null }))
        {
            Json = TaskJson.ToUtf8(this);
        }
    }

    /// <summary>Releases what is not needed after the event is stored.</summary>
    internal void OnStored() => (Json, Origin) = (null, null);

    /// <summary>
    /// Sets the event's number, time and epoch. Called once: by the task that appends it, or by the store that reads it.
    /// </summary>
    internal TaskEvent Stamp(long seq, DateTimeOffset at, int epoch)
    {
        (Seq, At, Epoch) = (seq, at, epoch);
        return this;
    }
}
