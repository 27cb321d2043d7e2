using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BlazorTasks.Diagnostics;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Journal;

/// <summary>
/// The one way from an event to everyone who looks: event -> journal -> commit -> feed. It writes at once when it is
/// idle and in groups under load, and nobody hears of an event before its commit.
/// </summary>
internal sealed partial class TaskJournal(ITaskStore store, BlazorTasksOptions options, TaskTelemetry telemetry, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int MaxBatch = 2_000;

    /// <summary>The most lines and events of a batch, about: what follows, such as a wish to stop, does not wait long for the log.</summary>
    public const int MaxBatchWeight = 10_000;

    /// <summary>How long an entry that nobody waits for stays unwritten, so that what follows is written with it.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    /// <summary>How long the last write may take once the process ends: a store that does not answer must not hold it.</summary>
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

    /// <summary>Whether the store can be written, and where commands wait for it.</summary>
    public StorageCircuitBreaker CircuitBreaker { get; } = new(time, options.CommandTimeout);

    /// <summary>How many events and log lines wait to be written.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>How many tasks had something that could not be stored, however often it was tried.</summary>
    public int SetAside => Volatile.Read(ref _setAside);

    /// <summary>Whether no more log lines and progress may wait. What changes a task always may.</summary>
    public bool IsFull => Unwritten >= options.MaxUnwrittenEntries;

    public void Start() => _loop = Task.Run(RunAsync);

    public void Append(in JournalEntry entry)
    {
        Add(entry);
        Wake();
    }

    /// <summary>Queues an entry that nobody waits for: it is written with what follows, or a few milliseconds later.</summary>
    public void AppendSoon(in JournalEntry entry)
    {
        Add(entry);
        if (Interlocked.Exchange(ref _lingering, 1) == 0)
        {
            _ = WakeSoonAsync();
        }
    }

    /// <summary>Queues an entry that others will follow in a moment: they are to be written together. <see cref="Wake"/> or the next entry begins.</summary>
    public void Add(in JournalEntry entry)
    {
        Interlocked.Add(ref _unwritten, Weight(entry));
        _queue.Enqueue(entry);
    }

    /// <summary>Writes what is queued. What was written meanwhile wakes nobody: the loop would take the next entry that lingers before its time.</summary>
    public void Wake()
    {
        if (!_queue.IsEmpty)
        {
            _work.Set();
        }
    }

    /// <summary>Writes what is still queued, then ends. What cannot be written is reported and lost with the process.</summary>
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
            ends = _stop.IsCancellationRequested; // everything was queued before that: it is taken to the last entry
            for (var more = true; more && TakeBatch();)
            {
                more = ends || _isCut; // what comes from now on wakes the loop, or may linger
                if (!await WriteAsync().ConfigureAwait(false))
                {
                    DropUnwritten();
                    return;
                }

                Publish();
            }
        }
    }

    /// <summary>By the machine's own time: the stopped clock of a test must not hold a write.</summary>
    private async Task WakeSoonAsync()
    {
        int before;
        do
        {
            before = Volatile.Read(ref _batches);
            await Task.Delay(Linger).ConfigureAwait(false);
        }
        while (before != Volatile.Read(ref _batches) && !_queue.IsEmpty); // what is there now has only just come

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
                Drop(entry, new TaskStoreException($"What came before this could not be stored for {entry.After.Name}, so this was not either."));
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

    /// <summary>Writes the batch. When something in it can never be written, each task is written by itself, so that this one is found.</summary>
    /// <returns>False when the process ends before that.</returns>
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

    /// <summary>Commits entries, as often as it takes.</summary>
    /// <returns>The error that would come again with every try, or null when they are written.</returns>
    /// <exception cref="OperationCanceledException">The process ends, and they could not be written.</exception>
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
#pragma warning disable CA1031 // whatever the store throws, the tasks go on and the write is tried again
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

    /// <summary>Something about a task can never be stored: everybody else's is, and the task fails with that.</summary>
    private void SetTaskAside(StoreEntry entry, Exception error)
    {
        Interlocked.Increment(ref _setAside);
        LogSetAside(error, entry.Snapshot.Name, entry.Snapshot.Id, entry.Events.Count);
        var mine = _batch.Where(one => one.After.Id == entry.Snapshot.Id).ToList();
        _batch.RemoveAll(one => one.After.Id == entry.Snapshot.Id);
        var problem = new TaskStoreException($"Something about {entry.Snapshot.Name} cannot be stored: {error.Message}", error);
        mine[0].Task.OnSetAside(problem);
        mine.ForEach(one => Drop(one, problem));
    }

    private void Drop(in JournalEntry entry, TaskStoreException problem)
    {
        Interlocked.Add(ref _unwritten, -Weight(entry));
        entry.Committed?.TrySetException(problem);
    }

    private static int Weight(in JournalEntry entry) => entry.Event is TaskLogged { Lines.Count: var lines } ? lines + 1 : 1;

    /// <summary>The process ends, and nobody may go on waiting for what it could not write.</summary>
    private void DropUnwritten()
    {
        LogLost(_batch.Count + _queue.Count);
        foreach (var entry in _batch.Concat(_queue))
        {
            entry.Committed?.TrySetException(new TaskStoreException($"The process ended before {entry.After.Name} could be stored."));
        }
    }

    /// <summary>Another process has taken over some of the tasks: here they end, and what they wanted to write is dropped. The rest is written.</summary>
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

    /// <summary>One entry for each task, with all its events and its last snapshot.</summary>
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tasks} tasks could not be written, attempt {Attempt}; they go on, and the write is tried again")]
    private partial void LogNotWritten(Exception error, int tasks, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Entries} journal entries of {Tasks} tasks were dropped: another process has taken the tasks over")]
    private partial void LogOwnershipLost(int entries, int tasks);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Entries} events of {Name} ({Task}) can never be stored and were set aside; the task fails")]
    private partial void LogSetAside(Exception error, string name, TaskId task, int entries);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The process ends and {Entries} journal entries could not be written")]
    private partial void LogLost(int entries);
}
