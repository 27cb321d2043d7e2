using System.Runtime.InteropServices;
using BlazorTasks.Diagnostics;

namespace BlazorTasks.Journal;

/// <summary>
/// Writes batches to the store, and retries until they are written. What can never be written fails its own task only.
/// </summary>
internal sealed partial class JournalWriter(
    ITaskStore store,
    JournalQueue queue,
    StorageCircuitBreaker circuitBreaker,
    TaskTelemetry telemetry,
    TimeProvider time,
    ILogger log)
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<TaskId, (MonitoredTask Task, TaskSnapshot Snapshot, List<TaskEvent> Events)> _byTask = [];
    private int _setAside;
    private Guid _node;

    /// <summary>Gets the number of tasks with data that could not be stored, however often it was retried.</summary>
    public int SetAside => Volatile.Read(ref _setAside);

    /// <summary>
    /// Collects the next batch, for the node that this process is now: what was given up before is left out, and what is given
    /// up later is written for that node, whose tasks are taken over.
    /// </summary>
    /// <returns>Whether the batch is full, so that more is waiting than was taken.</returns>
    public bool Take(List<JournalEntry> batch)
    {
        _node = store.Cluster?.Here ?? Guid.Empty;
        return queue.Take(batch);
    }

    /// <summary>
    /// Writes a batch. If something in it can never be written, the tasks are written one by one to find it. Afterwards the
    /// batch contains what is stored.
    /// </summary>
    /// <exception cref="OperationCanceledException">The process is ending, and the batch could not be written.</exception>
    public async Task WriteAsync(List<JournalEntry> batch, CancellationToken stop)
    {
        var entries = Group(batch);
        if (await CommitAsync(entries, batch, stop).ConfigureAwait(false) is null)
        {
            return;
        }

        foreach (var entry in entries)
        {
            if (await CommitAsync([entry], batch, stop).ConfigureAwait(false) is { } error)
            {
                SetTaskAside(entry, error, batch);
            }
        }
    }

    /// <summary>Commits entries, retrying as often as necessary.</summary>
    /// <returns>The permanent error that prevents the commit, or null if the entries are written.</returns>
    private async Task<Exception?> CommitAsync(List<StoreEntry> entries, List<JournalEntry> batch, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                circuitBreaker.OnWriting();
                var begun = time.GetTimestamp();
                await store.CommitAsync(entries, CancellationToken.None).ConfigureAwait(false);
                telemetry.OnWritten(batch.Count, time.GetElapsedTime(begun));
                circuitBreaker.OnWritten();
                return null;
            }
            catch (StaleWriteException stale)
            {
                circuitBreaker.OnWritten();
                OnOwnershipLost(stale, batch);
                return null;
            }
            catch (Exception error) when (StoreError.IsPermanent(error))
            {
                circuitBreaker.OnWritten();
                return error;
            }
#pragma warning disable CA1031 // whatever the store throws, tasks continue and the write is retried
            catch (Exception error)
#pragma warning restore CA1031
            {
                circuitBreaker.OnFailed(DiskFullDetector.IsCauseOf(error));
                LogNotWritten(error, entries.Count, attempt + 1);
            }

            stop.ThrowIfCancellationRequested();
            var delay = Math.Min(MaxRetryDelay.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(attempt, 10)));
            await circuitBreaker.PauseAsync(TimeSpan.FromMilliseconds(delay), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Handles a task with data that can never be stored: the task fails, all others are written.</summary>
    private void SetTaskAside(StoreEntry entry, Exception error, List<JournalEntry> batch)
    {
        Interlocked.Increment(ref _setAside);
        LogSetAside(error, entry.Snapshot.Name, entry.Snapshot.Id, entry.Events.Count);
        var mine = batch.Where(one => one.After.Id == entry.Snapshot.Id).ToList();
        batch.RemoveAll(one => one.After.Id == entry.Snapshot.Id);
        var problem = new TaskStoreException($"{entry.Snapshot.Name} contains data that cannot be stored: {error.Message}", error);
        mine[0].Task.OnSetAside(problem);
        mine.ForEach(one => queue.Drop(one, problem));
    }

    /// <summary>
    /// Handles tasks whose ownership was lost: they end here, and their entries are dropped. The rest is written. Losing the
    /// race for a task that waits is nothing to report.
    /// </summary>
    private void OnOwnershipLost(StaleWriteException stale, List<JournalEntry> batch)
    {
        var lost = stale.Tasks.ToHashSet();
        var entries = batch.Where(entry => lost.Contains(entry.Task.Id)).ToList();
        if (entries.Exists(entry => entry is { IsOrphaned: false, Event: not TaskStarting }))
        {
            LogOwnershipLost(entries.Count, lost.Count);
        }

        foreach (var entry in entries)
        {
            if (!entry.IsOrphaned)
            {
                entry.Task.OnOwnershipLost();
            }

            queue.Drop(entry, new TaskStoreException($"{entry.After.Name} was taken over by another process; this was not stored.", stale));
        }

        batch.RemoveAll(entry => lost.Contains(entry.Task.Id));
    }

    /// <summary>Combines entries into one per task, with all of its events and its latest snapshot.</summary>
    private List<StoreEntry> Group(List<JournalEntry> batch)
    {
        _byTask.Clear();
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(batch))
        {
            ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_byTask, entry.After.Id, out _);
            (mine.Task, mine.Snapshot) = (entry.Task, entry.After);
            mine.Events ??= [];
            if (entry.Event is not null)
            {
                mine.Events.Add(entry.Event);
            }
        }

        var entries = new List<StoreEntry>(_byTask.Count);
        foreach (var (task, snapshot, events) in _byTask.Values)
        {
            entries.Add(new StoreEntry(snapshot, events)
            {
                IsWaiting = task.WaitsForAnyNode(snapshot),
                NodeId = _node,
                LimitKey = task.LimitKey,
            });
        }

        return entries;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Tasks} tasks could not be written (attempt {Attempt}). They continue, and the write is retried")]
    private partial void LogNotWritten(Exception error, int tasks, int attempt);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Entries} journal entries of {Tasks} tasks were dropped: another process was faster, or has taken over the tasks")]
    private partial void LogOwnershipLost(int entries, int tasks);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Entries} events of {Name} ({Task}) can never be stored and were discarded. The task fails")]
    private partial void LogSetAside(Exception error, string name, TaskId task, int entries);
}
