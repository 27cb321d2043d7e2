namespace BlazorTasks.Execution;

/// <summary>Why the code of an attempt was asked to stop.</summary>
internal enum StopCause
{
    None,
    Cancelled,
    Timeout,
    Shutdown,
}

/// <summary>
/// Asks the code of an attempt to stop: when its task is cancelled, after its timeout, or on shutdown. Code that is still
/// running after the grace period is abandoned.
/// </summary>
#pragma warning disable CA1001 // its token sources have no timer, so there is nothing to dispose, and the task's code may still use them
internal sealed class AttemptCancellation(Attempt attempt, TaskRuntime runtime)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _token = new();
    private readonly CancellationTokenSource _processEnding = new();
    private LongTimer? _timer;
    private volatile StopCause _cause;
    private volatile bool _closed;

    public StopCause Cause => _cause;

    public CancellationToken Token => _token.Token;

    /// <summary>Cancelled on shutdown only.</summary>
    public CancellationToken ProcessEnding => _processEnding.Token;

    public void StopAfter(TimeSpan timeout) => _timer ??= new LongTimer(runtime.Time, timeout, () => Stop(StopCause.Timeout));

    /// <summary>Asks the code to stop. The first cause counts.</summary>
    public void Stop(StopCause cause)
    {
        if (_cause == StopCause.None && !_closed)
        {
            _cause = cause;
            _timer?.Dispose();
            _timer = new LongTimer(runtime.Time, runtime.Options.GracePeriod, attempt.OnGracePeriodOver);
            _ = _token.CancelAsync(); // callbacks are the task's code: they run on the pool, and their exceptions are observed there
        }

        if (cause == StopCause.Shutdown)
        {
            _ = _processEnding.CancelAsync();
        }
    }

    /// <summary>The code has ended: nothing is left to stop.</summary>
    public void Close()
    {
        _closed = true;
        _timer?.Dispose();
    }
}
