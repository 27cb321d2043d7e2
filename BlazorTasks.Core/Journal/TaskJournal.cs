using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BlazorTasks.Diagnostics;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Journal;

/// <summary>
/// The only path from an event to its viewers: event -> journal -> commit -> feed. It writes immediately when idle and in
/// batches under load, and no event is published before its commit.
/// </summary>
internal sealed partial class TaskJournal(
    ITaskStore store,
    BlazorTasksOptions options,
    TaskTelemetry telemetry,
    TimeProvider time,
    ILogger log)
    : IAsyncDisposable
{
    private const int MaxBatch = 2_000;

    /// <summary>
    /// The approximate maximum number of lines and events per batch, so that a cancellation request, for example, does not
    /// wait long for log lines.
    /// </summary>
    public const int MaxBatchWeight = 10_000;

    /// <summary>
    /// How long an entry that nobody waits for is delayed, so that it can be written together with the following ones.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    /// <summary>How long the last write may take during a shutdown: a store that does not respond must not block it.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<JournalEntry> _queue = new();
    private readonly List<JournalEntry> _batch = [];
    private readonly Dictionary<TaskId, (TaskSnapshot Snapshot, List<TaskEvent> Events)> _byTask = [];
    private readonly Signal _work = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _unwritten;
    private int _lingering;
    private int _batches;
    private int _setAside;
    private bool _isCut;

    /// <summary>Gets the circuit breaker that commands wait on while the store is unavailable.</summary>
    public StorageCircuitBreaker CircuitBreaker { get; } = new(time, options.CommandTimeout);

    /// <summary>Gets the number of events and log lines not yet written.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Gets the number of tasks with data that could not be stored, however often it was retried.</summary>
    public int SetAside => Volatile.Read(ref _setAside);

    /// <summary>Gets whether the buffer for log lines and progress is full. State changes are always accepted.</summary>
    public bool IsFull => Unwritten >= options.MaxUnwrittenEntries;

    public void Start() => _loop = Task.Run(RunAsync);

    public void Append(in JournalEntry entry)
    {
        Add(entry);
        Wake();
    }

    /// <summary>
    /// Queues an entry that nobody waits for. It is written with the following ones, or after a few milliseconds.
    /// </summary>
    public void AppendSoon(in JournalEntry entry)
    {
        Add(entry);
        if (Interlocked.Exchange(ref _lingering, 1) == 0)
        {
            _ = WakeSoonAsync();
        }
    }

    /// <summary>
    /// Queues an entry that is followed by others immediately, to be written together. The write is started by
    /// <see cref="Wake"/> or by the next entry.
    /// </summary>
    public void Add(in JournalEntry entry)
    {
        Interlocked.Add(ref _unwritten, Weight(entry));
        _queue.Enqueue(entry);
    }

    /// <summary>
    /// Writes the queued entries. Has no effect if they were written in the meantime, so that delayed entries are not written
    /// early.
    /// </summary>
    public void Wake()
    {
        if (!_queue.IsEmpty)
        {
            _work.Set();
        }
    }

    /// <summary>Writes the queued entries, then stops. What cannot be written is logged and lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _work.Set();
        try
        {
            await _loop.WaitAsync(LastWrite).ConfigureAwait(false);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            LogLost((int)Unwritten);
        }
    }

    private async Task RunAsync()
    {
        for (var ends = false; !ends;)
        {
            await _work.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            ends = _stop.IsCancellationRequested; // everything was queued before that, so the queue is drained completely
            for (var more = true; more && TakeBatch();)
            {
                more = ends || _isCut; // later entries wake the loop or may be delayed
                if (!await WriteAsync().ConfigureAwait(false))
                {
                    DropUnwritten();
                    return;
                }

                Publish();
            }
        }
    }

    /// <summary>Measured in real time: the virtual clock of a test must not delay a write.</summary>
    private async Task WakeSoonAsync()
    {
        int before;
        do
        {
            before = Volatile.Read(ref _batches);
            await Task.Delay(Linger).ConfigureAwait(false);
        }
        while (before != Volatile.Read(ref _batches) && !_queue.IsEmpty); // what is queued now has only just arrived

        Interlocked.Exchange(ref _lingering, 0);
        Wake();
    }

    private bool TakeBatch()
    {
        _batch.Clear();
        Interlocked.Increment(ref _batches);
        var weight = 0;
        while (_batch.Count < MaxBatch && weight < MaxBatchWeight && _queue.TryDequeue(out var entry))
        {
            if (entry.IsOrphaned)
            {
                Drop(
                    entry,
                    new TaskStoreException($"A preceding change to {entry.After.Name} could not be stored, so this one was discarded."));
            }
            else
            {
                weight += Weight(entry);
                _batch.Add(entry);
            }
        }

        _isCut = _batch.Count == MaxBatch || weight >= MaxBatchWeight;
        return _batch.Count > 0;
    }

    /// <summary>Writes the batch. If something in it can never be written, the tasks are written one by one to find it.</summary>
    /// <returns>False if the process ends before that.</returns>
    private async Task<bool> WriteAsync()
    {
        var entries = Group();
        try
        {
            if (await CommitAsync(entries).ConfigureAwait(false) is null)
            {
                return true;
            }

            foreach (var entry in entries)
            {
                if (await CommitAsync([entry]).ConfigureAwait(false) is { } error)
                {
                    SetTaskAside(entry, error);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Commits entries, retrying as often as necessary.</summary>
    /// <returns>The permanent error that prevents the commit, or null if the entries are written.</returns>
    /// <exception cref="OperationCanceledException">The process is ending, and the entries could not be written.</exception>
    private async Task<Exception?> CommitAsync(List<StoreEntry> entries)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                CircuitBreaker.OnWriting();
                var begun = time.GetTimestamp();
                await store.CommitAsync(entries, CancellationToken.None).ConfigureAwait(false);
                telemetry.OnWritten(_batch.Count, time.GetElapsedTime(begun));
                CircuitBreaker.OnWritten();
                return null;
            }
            catch (StaleWriteException stale)
            {
                CircuitBreaker.OnWritten();
                OnOwnershipLost(stale);
                return null;
            }
            catch (Exception error) when (StoreError.IsPermanent(error))
            {
                CircuitBreaker.OnWritten();
                return error;
            }
#pragma warning disable CA1031 // whatever the store throws, tasks continue and the write is retried
            catch (Exception error)
#pragma warning restore CA1031
            {
                CircuitBreaker.OnFailed(DiskFullDetector.IsCauseOf(error));
                LogNotWritten(error, entries.Count, attempt + 1);
            }

            _stop.Token.ThrowIfCancellationRequested();
            var delay = Math.Min(MaxRetryDelay.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(attempt, 10)));
            await CircuitBreaker.PauseAsync(TimeSpan.FromMilliseconds(delay), _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Handles a task with data that can never be stored: the task fails, all others are written.</summary>
    private void SetTaskAside(StoreEntry entry, Exception error)
    {
        Interlocked.Increment(ref _setAside);
        LogSetAside(error, entry.Snapshot.Name, entry.Snapshot.Id, entry.Events.Count);
        var mine = _batch.Where(one => one.After.Id == entry.Snapshot.Id).ToList();
        _batch.RemoveAll(one => one.After.Id == entry.Snapshot.Id);
        var problem = new TaskStoreException($"{entry.Snapshot.Name} contains data that cannot be stored: {error.Message}", error);
        mine[0].Task.OnSetAside(problem);
        mine.ForEach(one => Drop(one, problem));
    }

    private void Drop(in JournalEntry entry, TaskStoreException problem)
    {
        Interlocked.Add(ref _unwritten, -Weight(entry));
        entry.Committed?.TrySetException(problem);
    }

    private static int Weight(in JournalEntry entry) => entry.Event is TaskLogged { Lines.Count: var lines } ? lines + 1 : 1;

    /// <summary>Fails the entries that could not be written before the process ended, so that nobody waits for them.</summary>
    private void DropUnwritten()
    {
        LogLost(_batch.Count + _queue.Count);
        foreach (var entry in _batch.Concat(_queue))
        {
            entry.Committed?.TrySetException(new TaskStoreException($"The process ended before {entry.After.Name} could be stored."));
        }
    }

    /// <summary>
    /// Handles tasks whose ownership was lost to another process: they end here, and their entries are dropped. The rest is
    /// written.
    /// </summary>
    private void OnOwnershipLost(StaleWriteException stale)
    {
        var gone = stale.Tasks.ToHashSet();
        foreach (var entry in _batch.Where(entry => gone.Contains(entry.Task.Id)))
        {
            entry.Task.OnOwnershipLost();
            Drop(entry, new TaskStoreException($"{entry.After.Name} was taken over by another process; this was not stored.", stale));
        }

        LogOwnershipLost(_batch.RemoveAll(entry => gone.Contains(entry.Task.Id)), gone.Count);
    }

    /// <summary>Combines entries into one per task, with all of its events and its latest snapshot.</summary>
    private List<StoreEntry> Group()
    {
        _byTask.Clear();
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_batch))
        {
            ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_byTask, entry.After.Id, out _);
            mine.Snapshot = entry.After;
            mine.Events ??= [];
            if (entry.Event is not null)
            {
                mine.Events.Add(entry.Event);
            }
        }

        var entries = new List<StoreEntry>(_byTask.Count);
        foreach (var (snapshot, events) in _byTask.Values)
        {
            entries.Add(new StoreEntry(snapshot, events));
        }

        return entries;
    }

    private void Publish()
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_batch))
        {
            Interlocked.Add(ref _unwritten, -Weight(entry));
            entry.Event?.OnStored();
            entry.Task.OnCommitted(entry);
            entry.Committed?.TrySetResult();
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Tasks} tasks could not be written (attempt {Attempt}). They continue, and the write is retried")]
    private partial void LogNotWritten(Exception error, int tasks, int attempt);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Entries} journal entries of {Tasks} tasks were dropped: another process has taken over the tasks")]
    private partial void LogOwnershipLost(int entries, int tasks);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Entries} events of {Name} ({Task}) can never be stored and were discarded. The task fails")]
    private partial void LogSetAside(Exception error, string name, TaskId task, int entries);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Entries} journal entries could not be written before the process ended")]
    private partial void LogLost(int entries);
}
