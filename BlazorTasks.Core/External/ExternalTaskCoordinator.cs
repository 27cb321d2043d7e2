using BlazorTasks.Execution;

namespace BlazorTasks.External;

/// <summary>
/// The code of an external task: it waits for what its script says. The task goes on in the next process when this one
/// ends, because the script does; and ends Interrupted when the script is silent for longer than its heartbeat.
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
        var desk = new ExternalTaskCoordinator(start, time);
        return new TaskWork(desk.RunAsync, Policy) { External = desk };
    }

    /// <summary>A call of the script begins: as long as it lasts, the script is not silent.</summary>
    /// <returns>What the call speaks through, once the task runs.</returns>
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

    /// <summary>The script has ended without success: it failed, or it stopped because it was asked to.</summary>
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
            _silence = time.CreateTimer(_ => OnSilent(), null, _calls > 0 ? Timeout.InfiniteTimeSpan : start.Heartbeat, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnSilent()
    {
        lock (_gate)
        {
            if (_calls > 0)
            {
                return; // it called at the last moment
            }
        }

        _end.TrySetException(new HeartbeatTimeoutException(start.Heartbeat));
    }
}
