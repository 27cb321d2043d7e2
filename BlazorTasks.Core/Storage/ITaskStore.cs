using BlazorTasks.Cluster;

namespace BlazorTasks.Storage;

/// <summary>
/// Stores tasks. A store works with snapshots and events and does not know the monitor. Every store passes the same contract
/// tests (BlazorTasks.Tests/Core/Storage/TaskStoreContract.cs).
/// </summary>
public interface ITaskStore : IAsyncDisposable
{
    /// <summary>Gets the audit log.</summary>
    ITaskAudit Audit { get; }

    /// <summary>Gets the node registry.</summary>
    ITaskNodes Nodes { get; }

    /// <summary>Gets the stored tasks that cannot be read and are therefore skipped.</summary>
    UnreadableTasks Unreadable { get; }

    /// <summary>Gets the schedules.</summary>
    ITaskSchedules Schedules { get; }

    /// <summary>Gets the API keys.</summary>
    ITaskKeys Keys { get; }

    /// <summary>Gets what people have set for themselves.</summary>
    ITaskSettings Settings { get; }

    /// <summary>Gets what several processes need to work on this store, or null if only one process can use it.</summary>
    ITaskCluster? Cluster => null;

    /// <summary>
    /// Opens the store, migrates its schema to the latest version, and ensures that no other process writes to it, unless the
    /// store is made for several processes (<see cref="Cluster"/>).
    /// </summary>
    /// <exception cref="TaskStoreException">The store cannot be opened. The message explains why in one sentence.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens the store for reading while another process writes, for verification and reports.</summary>
    /// <exception cref="TaskStoreException">The store cannot be opened. The message explains why in one sentence.</exception>
    Task OpenToReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the entries and their audit entries in one transaction: all of them or none. Tasks that another process has
    /// written in the meantime are skipped: their events do not follow the last stored one, or belong to an older epoch.
    /// Entries that are already stored, because the response to an earlier attempt was lost, count as written.
    /// </summary>
    /// <exception cref="StaleWriteException">Some tasks were skipped. The others are written.</exception>
    Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken);

    /// <summary>Performs a trial write that changes nothing. Throws what a commit would throw.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Finds a task, or returns null.</summary>
    Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Returns one page of matching tasks in the order of the query.</summary>
    Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the matching tasks, up to <paramref name="limit"/>.</summary>
    Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the outcomes of the matching finished tasks in equal intervals between the query's From and To. Empty intervals
    /// are omitted.
    /// </summary>
    Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken);

    /// <summary>Returns the durations of the newest matching finished tasks. Tasks that never started are skipped.</summary>
    /// <param name="query">The filter. Its order and page are ignored.</param>
    /// <param name="newest">The maximum number of tasks to consider.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Percentiles by definition, or by name for lambdas, most runs first.</returns>
    Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken);

    /// <summary>Returns the distinct values of a facet of finished tasks, sorted, at most <paramref name="limit"/>.</summary>
    /// <param name="facet">The facet.</param>
    /// <param name="owner">Only tasks of this owner, or null for all.</param>
    /// <param name="limit">The maximum number of values.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the tasks in which a prompt was answered or expired since the given time, newest first.</summary>
    /// <param name="since">The time.</param>
    /// <param name="owner">Only tasks of this owner, or null for all.</param>
    /// <param name="limit">The maximum number of tasks.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken);

    /// <summary>Returns the use of an idempotency key since the given time, or null.</summary>
    Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes finished tasks with everything that belongs to them: those older than a given time, and the oldest beyond a
    /// maximum number.
    /// </summary>
    /// <param name="before">Tasks that finished before this time are deleted.</param>
    /// <param name="keep">The maximum number of finished tasks to retain.</param>
    /// <param name="most">The maximum number of tasks to delete in this call.</param>
    /// <param name="cancellationToken">Cancels the operation before the deletion.</param>
    /// <returns>The ids of the deleted tasks.</returns>
    Task<IReadOnlyList<TaskId>> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken);

    /// <summary>Deletes a finished task with everything that belongs to it, except its audit entries.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="audit">The audit entry, stored in the same transaction, or null for the application itself.</param>
    /// <param name="cancellationToken">Cancels the operation before the deletion.</param>
    /// <returns>Whether the task existed and had finished. If not, nothing was stored.</returns>
    Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Returns the events of a task with a number greater than <paramref name="after"/>, in order.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="after">The number of the last event already read, or 0 to start at the beginning.</param>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="kinds">The kinds of events to return.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<TaskEvent>> EventsAsync(TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the log chunks of a task that contain the <paramref name="lines"/> lines from <paramref name="firstLine"/>.
    /// Dropped lines are numbered too; a chunk may consist of them alone.
    /// </summary>
    Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken);
}

/// <summary>The kinds of events to read.</summary>
public enum EventKinds
{
    /// <summary>Every event.</summary>
    All,

    /// <summary>Events other than log lines and progress: few, no matter how long the task runs.</summary>
    Milestones,
}

/// <summary>The changes to a task that are written in one transaction.</summary>
/// <param name="Snapshot">The task after the last event. Without events, only its live state (progress, status) has
/// changed.</param>
/// <param name="Events">The new events, in order.</param>
public sealed record StoreEntry(TaskSnapshot Snapshot, IReadOnlyList<TaskEvent> Events)
{
    /// <summary>Gets the number of the event that must already be stored, or 0 for a new task.</summary>
    public long SeqBefore => Snapshot.Seq - Events.Count;

    /// <summary>Gets the epoch that must already be stored: only a claim raises it.</summary>
    public int EpochBefore
    {
        get
        {
            var epoch = Snapshot.Epoch;
            foreach (var one in Events)
            {
                epoch -= one is TaskStarting ? 1 : 0;
            }

            return epoch;
        }
    }

    /// <summary>
    /// Whether the task waits in the store for any node that can run it. Otherwise it belongs to the process that writes it
    /// until it has finished. Only matters to stores for several processes.
    /// </summary>
    public bool IsWaiting { get; init; }

    /// <summary>
    /// Gets the node that owns the task unless it waits or has finished: the id under which the process held its lease when
    /// it collected the changes. Only matters to stores for several processes.
    /// </summary>
    public Guid NodeId { get; init; }

    /// <summary>
    /// Gets the value for which the concurrency limit of the definition counts separately, or null if it is not known. Only matters
    /// to stores for several processes.
    /// </summary>
    public string? LimitKey { get; init; }

    /// <summary>Gets how long after now a waiting task is due, or null if its due time is absolute.</summary>
    public TimeSpan? ReadyIn => KeepsDueTime ? null
        : Events.LastOrDefault(one => one is not PriorityChanged) is TaskBackoff backoff ? backoff.DueAt - backoff.At
        : Snapshot.State == TaskState.Queued ? TimeSpan.Zero
        : null;

    /// <summary>Gets whether a waiting task remains due when it was: only its priority changes.</summary>
    public bool KeepsDueTime => Events.Count > 0 && Events.All(one => one is PriorityChanged);

    /// <summary>
    /// Gets the schedule that is moved on with these events, or null. If its stored version is not the expected one
    /// (<see cref="Schedule.Version"/> − 1), the entry is skipped like one of a task that was taken over.
    /// </summary>
    public Schedule? Moved => Events is [TaskCreated { Moved: { } schedule }, ..] ? schedule : null;

    /// <summary>
    /// Gets the line up to which log chunks are emptied with these events (see <see cref="TaskLogged.Trimmed"/>), or null if
    /// the log is not trimmed.
    /// </summary>
    public long? TrimmedTo
    {
        get
        {
            long? line = null;
            foreach (var one in Events)
            {
                line = one is TaskLogged { Trim: { } trim } ? trim.LastLine : line;
            }

            return line;
        }
    }

    /// <summary>Gets when the last prompt closed by these events was answered or expired, or null if none was closed.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get
        {
            DateTimeOffset? at = null;
            foreach (var one in Events)
            {
                at = one is PromptAnswered or PromptExpired or RetryApproved
                    or TaskFailed { Reason: TaskReason.RetryDeclined or TaskReason.PromptTimeout }
                    ? one.At
                    : at;
            }

            return at;
        }
    }
}

/// <summary>
/// Thrown if a store cannot be used. The message is one sentence that says what is wrong, with which file or server, and what
/// to do.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="inner">The cause.</param>
public sealed class TaskStoreException(string message, Exception? inner = null) : TaskSetupException(message, inner);

/// <summary>Thrown if tasks were not written because another process has taken ownership of them.</summary>
/// <param name="tasks">The ids of these tasks. The rest of the batch is written.</param>
public sealed class StaleWriteException(IReadOnlyList<TaskId> tasks)
    : Exception($"{tasks.Count} tasks were not written: another process has taken them over.")
{
    /// <summary>Gets the ids of the tasks that were not written.</summary>
    public IReadOnlyList<TaskId> Tasks { get; } = tasks;
}
