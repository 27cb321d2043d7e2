namespace BlazorTasks.Storage;

/// <summary>
/// Where tasks are kept. A store knows snapshots and events, never the monitor. Every store passes the same contract
/// suite (BlazorTasks.Tests/Core/Storage/TaskStoreContract.cs).
/// </summary>
public interface ITaskStore : IAsyncDisposable
{
    /// <summary>What people did to tasks.</summary>
    ITaskAudit Audit { get; }

    /// <summary>Which processes have worked on it.</summary>
    ITaskNodes Nodes { get; }

    /// <summary>Opens the store, brings its schema up to date and makes sure that no other process writes to it.</summary>
    /// <exception cref="TaskStoreException">It cannot be opened; the message says in one sentence why.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens the store to read from it beside the process that writes, as checks and reports do.</summary>
    /// <exception cref="TaskStoreException">It cannot be opened; the message says in one sentence why.</exception>
    Task OpenToReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the entries in one transaction, with what people did in the audit: all of them or none. Tasks that another
    /// process has written since are left out: their events do not follow the last stored one, or are of an older epoch.
    /// What is stored already, because the answer to an earlier try got lost, is taken as written.
    /// </summary>
    /// <exception cref="StaleWriteException">Some tasks were left out; the rest is written.</exception>
    Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken);

    /// <summary>Writes something that changes nothing, to learn whether writing works. Throws what a commit would throw.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Finds a task, or returns null.</summary>
    Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>One page of the tasks that match, in the order of the query.</summary>
    Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>How many tasks match, counted up to <paramref name="limit"/>.</summary>
    Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>How the finished tasks that match ended, counted by equal lengths of time from the query's From to its To. Empty ones are left out.</summary>
    Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken);

    /// <summary>How long the newest finished tasks that match took. Those that never began are left out.</summary>
    /// <param name="query">Which tasks; its order and page do not count.</param>
    /// <param name="newest">How many tasks to look at, at the most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>By definition, or by name for lambdas; most runs first.</returns>
    Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken);

    /// <summary>The different values that finished tasks have for something, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, int limit, CancellationToken cancellationToken);

    /// <summary>The tasks in which a question was answered, or ran out of time, since a time: the newest answer first.</summary>
    Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>The use of an idempotency key since a time, or null.</summary>
    Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Removes finished tasks with everything that belongs to them: those that ended before a time, and the oldest beyond a number.</summary>
    /// <param name="before">Tasks that ended before this go.</param>
    /// <param name="keep">How many finished tasks may stay.</param>
    /// <param name="most">How many to remove in this call, so that nobody waits long.</param>
    /// <param name="cancellationToken">Stops before the removal.</param>
    /// <returns>Which were removed.</returns>
    Task<IReadOnlyList<TaskId>> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken);

    /// <summary>Removes one finished task with everything that belongs to it, its audit aside.</summary>
    /// <param name="id">The task.</param>
    /// <param name="audit">Who did it, stored in the same transaction; null for the program itself.</param>
    /// <param name="cancellationToken">Stops before the removal.</param>
    /// <returns>Whether it was there, and had ended. If not, nothing was stored.</returns>
    Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>The events of a task with numbers above <paramref name="after"/>, in order.</summary>
    /// <param name="id">The task.</param>
    /// <param name="after">The number to go on from; 0 for the beginning.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="kinds">Which kinds of events.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<TaskEvent>> EventsAsync(TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken);

    /// <summary>The log chunks of a task from the one that holds line <paramref name="firstLine"/> on, for <paramref name="lines"/> numbers. Dropped lines have numbers too; a chunk may tell of them alone.</summary>
    Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken);
}

/// <summary>Which events of a task to read.</summary>
public enum EventKinds
{
    /// <summary>Every event.</summary>
    All,

    /// <summary>What happened, without log lines and progress: few events, whatever the length of the task.</summary>
    Milestones,
}

/// <summary>What is written about one task in one transaction.</summary>
/// <param name="Snapshot">The task after the last of the events. Without events only its live state (progress, status) is newer.</param>
/// <param name="Events">The new events, in order.</param>
public sealed record StoreEntry(TaskSnapshot Snapshot, IReadOnlyList<TaskEvent> Events)
{
    /// <summary>The number of the last event that must be stored already; 0 for a new task.</summary>
    public long SeqBefore => Snapshot.Seq - Events.Count;

    /// <summary>Log chunks that begin at this line or before are emptied with these events (see <see cref="TaskLogged.Trimmed"/>); null when the log stays whole, as mostly.</summary>
    public long? Gone
    {
        get
        {
            long? gone = null;
            foreach (var one in Events)
            {
                gone = one is TaskLogged { Trim: { } trim } ? trim.Gone : gone;
            }

            return gone;
        }
    }

    /// <summary>When the last question that these events close was answered, or ran out of time; null when they close none.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get
        {
            DateTimeOffset? at = null;
            foreach (var one in Events)
            {
                at = one is PromptAnswered or PromptExpired or RetryApproved or TaskFailed { Reason: TaskReason.RetryDeclined or TaskReason.PromptTimeout } ? one.At : at;
            }

            return at;
        }
    }
}

/// <summary>A store cannot be used. The message is one sentence for people: what, which file or server, what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">The cause.</param>
public sealed class TaskStoreException(string message, Exception? inner = null) : TaskSetupException(message, inner);

/// <summary>Tasks were not written, because another process has taken them over.</summary>
/// <param name="tasks">Which. Everything else of the batch is written.</param>
public sealed class StaleWriteException(IReadOnlyList<TaskId> tasks) : Exception($"{tasks.Count} tasks were not written: another process has taken them over.")
{
    /// <summary>Which tasks.</summary>
    public IReadOnlyList<TaskId> Tasks { get; } = tasks;
}
