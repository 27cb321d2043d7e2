using BlazorTasks.Execution;

namespace BlazorTasks.External;

/// <summary>
/// The code of an external task: waits for the reports of its script. The task continues in the next process when this one
/// ends, because the script does. It ends as Interrupted if the script misses its heartbeat.
/// </summary>
#pragma warning disable CA1001 // the timer lives exactly as long as the run
internal sealed class ExternalTaskCoordinator(ExternalStart start, TimeProvider time)
#pragma warning restore CA1001
{
    private static readonly TaskPolicy Policy = new() { TakesNoSlot = true, Restartable = true };

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<TaskContext> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<object?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _silence;
    private int _calls;

    public ExternalStart Start => start;

    public static TaskWork ToWork(ExternalStart start, TimeProvider time)
    {
        var coordinator = new ExternalTaskCoordinator(start, time);
        return new TaskWork(coordinator.RunAsync, Policy) { External = coordinator, IsPortable = true };
    }

    /// <summary>Begins a call of the script. While it is open, no heartbeat is required.</summary>
    /// <returns>The session of the call, once the task is running.</returns>
    public Task<TaskContext> BeginCallAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            _calls++;
            _silence?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return _entered.Task.WaitAsync(stop);
    }

    public void EndCall()
    {
        lock (_gate)
        {
            if (--_calls == 0)
            {
                _silence?.Change(start.Heartbeat, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public bool TryComplete(object? result) => _end.TrySetResult(result);

    /// <summary>Ends the script without success: it failed, or it stopped on request.</summary>
    public bool TryFail(string error, bool wasAskedToStop) =>
        wasAskedToStop ? _end.TrySetCanceled(CancellationToken.None) : _end.TrySetException(new ExternalTaskFailedException(error));

    private async Task<object?> RunAsync(TaskContext context)
    {
        context.EnterCode();
        context.AskAgain();
        Listen();
        _entered.TrySetResult(context);
        try
        {
            return await _end.Task.WaitAsync(context.ProcessEnding).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _silence!.Dispose();
            }
        }
    }

    private void Listen()
    {
        lock (_gate)
        {
            _silence = time.CreateTimer(
                _ => OnSilent(),
                null,
                _calls > 0 ? Timeout.InfiniteTimeSpan : start.Heartbeat,
                Timeout.InfiniteTimeSpan);
        }
    }

    private void OnSilent()
    {
        lock (_gate)
        {
            if (_calls > 0)
            {
                return; // a call arrived at the last moment
            }
        }

        _end.TrySetException(new HeartbeatTimeoutException(start.Heartbeat));
    }
}
