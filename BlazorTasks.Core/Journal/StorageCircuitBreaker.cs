namespace BlazorTasks.Journal;

/// <summary>
/// Whether the store can be written, as the journal finds it. Commands pass here before they change anything: short
/// trouble is waited out, and when it lasts they are turned away, with nothing changed.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long a command waits, here and for its own commit.</param>
internal sealed class StorageCircuitBreaker(TimeProvider time, TimeSpan patience)
{
    /// <summary>A write that takes longer may never come back; whoever queues behind it would not know.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(1);

    /// <summary>The shortest pause between two tries, however many commands ask for one.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Signal _retry = new();
    private TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timestamp? _writing;
    private Timestamp? _failing;
    private long _failures;

    /// <summary>Since when there is trouble: writes fail, or the one under way does not come back. Null if all is well.</summary>
    public DateTimeOffset? TroubleSince => Trouble?.At;

    /// <summary>Whether the trouble has lasted so long that nobody waits for its end any more.</summary>
    public bool IsClosed => Trouble is { } since && Age(since) > patience;

    /// <summary>Since when people are to know of it: writes fail, or the one under way is given up by those who wait for it.</summary>
    public DateTimeOffset? FailingSince => Failing?.At ?? (IsClosed ? TroubleSince : null);

    /// <summary>Whether writes fail because the disk is full.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How long what waits to be stored has waited: since the write under way began, or since writes fail.</summary>
    public TimeSpan WriteAge
    {
        get
        {
            lock (_gate)
            {
                return (_failing ?? _writing) is { } since ? Age(since) : TimeSpan.Zero;
            }
        }
    }

    private Timestamp? Failing
    {
        get
        {
            lock (_gate)
            {
                return _failing;
            }
        }
    }

    private Timestamp? Trouble
    {
        get
        {
            lock (_gate)
            {
                return _failing ?? (_writing is { } since && Age(since) > Stalled ? since : null);
            }
        }
    }

    public void OnWriting() => Set(() => _writing = Now());

    public void OnWritten() => Set(() => (_writing, _failing, IsFull) = (null, null, false), tell: true);

    public void OnFailed(bool isFull = false) => Set(
        () =>
        {
            IsFull = isFull;
            _failing ??= _writing ?? Now();
            _writing = null;
            _failures++;
        },
        tell: true);

    /// <summary>Waits before the next try; a command that comes meanwhile shortens the wait.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        var least = pause < ShortestPause ? pause : ShortestPause;
        await Task.Delay(least, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var enough = new CancellationTokenSource(pause - least, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, stop);
        await _retry.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until the store can be written, at most as long as a command may wait; once the trouble has lasted that long, only for one more try.</summary>
    /// <returns>Null when it can, or since when it cannot.</returns>
    public async ValueTask<DateTimeOffset?> WaitUntilAvailableAsync()
    {
        if (TroubleSince is null)
        {
            return null;
        }

        using var enough = new CancellationTokenSource(patience, time);
        var failures = Volatile.Read(ref _failures);
        while (TroubleSince is { } since)
        {
            if (enough.IsCancellationRequested || (IsClosed && Volatile.Read(ref _failures) > failures))
            {
                return since;
            }

            var outcome = _outcome.Task;
            _retry.Set();
            await outcome.WaitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    /// <summary>Waits until something is stored, as long as a command may wait.</summary>
    /// <returns>Whether it is; if not, it will be as soon as that is possible.</returns>
    public async Task<bool> IsStoredAsync(Task committed)
    {
        if (!committed.IsCompleted && FailingSince is not null)
        {
            _retry.Set();
        }

        try
        {
            await committed.WaitAsync(patience, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Timestamp Now() => new(time.GetUtcNow(), time.GetTimestamp());

    private TimeSpan Age(Timestamp since) => time.GetElapsedTime(since.Stamp);

    private void Set(Action change, bool tell = false)
    {
        TaskCompletionSource? told = null;
        lock (_gate)
        {
            change();
            if (tell && !_outcome.Task.IsCompleted)
            {
                told = _outcome;
                _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        told?.TrySetResult();
    }

    /// <summary>The time to show, and the one to measure by: the clock of the machine may jump.</summary>
    private sealed record Timestamp(DateTimeOffset At, long Stamp);
}
