using System.Runtime.InteropServices;
using BlazorTasks.Diagnostics;

namespace BlazorTasks.Journal;

/// <summary>
/// The only path from an event to its viewers: event -> journal -> commit -> feed. It writes immediately when idle and in
/// batches under load, and no event is published before its commit.
/// </summary>
internal sealed partial class TaskJournal : IAsyncDisposable
{
    /// <summary>How long the last write may take during a shutdown: a store that does not respond must not block it.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(3);

    private readonly JournalQueue _queue = new();
    private readonly JournalWriter _writer;
    private readonly int _maxUnwritten;
    private readonly ILogger _log;
    private readonly List<JournalEntry> _batch = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public TaskJournal(ITaskStore store, BlazorTasksOptions options, TaskTelemetry telemetry, TimeProvider time, ILogger<TaskJournal> log)
    {
        CircuitBreaker = new StorageCircuitBreaker(time, options.CommandTimeout);
        _writer = new JournalWriter(store, _queue, CircuitBreaker, telemetry, time, log);
        _maxUnwritten = options.MaxUnwrittenEntries;
        _log = log;
    }

    /// <summary>Gets the circuit breaker that commands wait on while the store is unavailable.</summary>
    public StorageCircuitBreaker CircuitBreaker { get; }

    /// <inheritdoc cref="JournalQueue.Unwritten" />
    public long Unwritten => _queue.Unwritten;

    /// <inheritdoc cref="JournalWriter.SetAside" />
    public int SetAside => _writer.SetAside;

    /// <summary>Gets whether the buffer for log lines and progress is full. State changes are always accepted.</summary>
    public bool IsFull => Unwritten >= _maxUnwritten;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <inheritdoc cref="JournalQueue.Append" />
    public void Append(in JournalEntry entry) => _queue.Append(entry);

    /// <inheritdoc cref="JournalQueue.AppendSoon" />
    public void AppendSoon(in JournalEntry entry) => _queue.AppendSoon(entry);

    /// <inheritdoc cref="JournalQueue.Add" />
    public void Add(in JournalEntry entry) => _queue.Add(entry);

    /// <inheritdoc cref="JournalQueue.Wake" />
    public void Wake() => _queue.Wake();

    /// <summary>Writes the queued entries, then stops. What cannot be written is logged and lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _queue.WakeToStop();
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
            await _queue.WaitAsync().ConfigureAwait(false);
            ends = _stop.IsCancellationRequested; // everything was queued before that, so the queue is drained completely
            for (var more = true; more;)
            {
                var isFull = _writer.Take(_batch);
                more = _batch.Count > 0 && (ends || isFull); // later entries wake the loop or may be delayed
                if (_batch.Count > 0 && !await TryWriteAsync().ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Writes the batch and publishes it.</summary>
    /// <returns>False if the process ends before that.</returns>
    private async Task<bool> TryWriteAsync()
    {
        try
        {
            await _writer.WriteAsync(_batch, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            DropUnwritten();
            return false;
        }

        Publish();
        return true;
    }

    private void Publish()
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_batch))
        {
            _queue.OnWritten(entry);
            entry.Event?.OnStored();
            entry.Task.OnCommitted(entry);
            entry.Committed?.TrySetResult();
        }
    }

    /// <summary>Fails the entries that could not be written before the process ended, so that nobody waits for them.</summary>
    private void DropUnwritten()
    {
        LogLost(_batch.Count + _queue.Waiting.Count);
        foreach (var entry in _batch.Concat(_queue.Waiting))
        {
            entry.Committed?.TrySetException(new TaskStoreException($"The process ended before {entry.After.Name} could be stored."));
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Entries} journal entries could not be written before the process ended")]
    private partial void LogLost(int entries);
}
