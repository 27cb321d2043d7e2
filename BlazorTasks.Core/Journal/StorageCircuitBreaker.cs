namespace BlazorTasks.Journal;

/// <summary>
/// Tracks whether the store can be written. Commands check it before they change anything: they wait out short outages, and
/// are rejected without any change if an outage lasts.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxWait">How long a command waits, here and for its own commit.</param>
internal sealed class StorageCircuitBreaker(TimeProvider time, TimeSpan maxWait)
{
    /// <summary>A write that takes longer counts as an outage: it may never return.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(1);

    /// <summary>The minimum delay between two retries, no matter how many commands request one.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Signal _retry = new();
    private TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timestamp? _writing;
    private Timestamp? _failing;
    private long _failures;

    /// <summary>
    /// Gets the start of the current outage: writes fail, or the current write hangs. Null if storage is available.
    /// </summary>
    public DateTimeOffset? TroubleSince => Trouble?.At;

    /// <summary>Gets whether the outage has lasted so long that commands no longer wait for its end.</summary>
    public bool IsClosed => Trouble is { } since && Age(since) > maxWait;

    /// <summary>
    /// Gets the start of the outage as displayed to people: writes fail, or commands have stopped waiting for the current
    /// one.
    /// </summary>
    public DateTimeOffset? FailingSince => Failing?.At ?? (IsClosed ? TroubleSince : null);

    /// <summary>Gets whether writes fail because the disk is full.</summary>
    public bool IsFull { get; private set; }

    /// <summary>
    /// Gets how long pending entries have been waiting: since the current write started, or since writes have been failing.
    /// </summary>
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

    /// <summary>Waits before the next retry. A command that arrives in the meantime shortens the wait.</summary>
    public async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        var least = pause < ShortestPause ? pause : ShortestPause;
        await Task.Delay(least, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var enough = new CancellationTokenSource(pause - least, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, stop);
        await _retry.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Waits until the store can be written, up to the command timeout. If an outage has already lasted that long, waits for
    /// one more retry only.
    /// </summary>
    /// <returns>Null if the store can be written, otherwise the start of the outage.</returns>
    public async ValueTask<DateTimeOffset?> WaitUntilAvailableAsync()
    {
        if (TroubleSince is null)
        {
            return null;
        }

        using var enough = new CancellationTokenSource(maxWait, time);
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

    /// <summary>Returns why a command on a task is rejected at the moment, or null. Waits out short outages.</summary>
    public async ValueTask<CommandResult?> RejectIfUnavailableAsync(TaskSnapshot task) =>
        await WaitUntilAvailableAsync().ConfigureAwait(false) is { } since ? CommandResult.Unavailable(task, since, IsFull) : null;

    /// <summary>Waits until something is stored, up to the command timeout.</summary>
    /// <returns>Whether it is stored. If not, it will be as soon as possible.</returns>
    public async Task<bool> IsStoredAsync(Task committed)
    {
        if (!committed.IsCompleted && FailingSince is not null)
        {
            _retry.Set();
        }

        try
        {
            await committed.WaitAsync(maxWait, time).ConfigureAwait(false);
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

    /// <summary>The time to display, and the timestamp to measure with: the system clock may jump.</summary>
    private sealed record Timestamp(DateTimeOffset At, long Stamp);
}
