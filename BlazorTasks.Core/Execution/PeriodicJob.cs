namespace BlazorTasks.Execution;

/// <summary>
/// Runs an action immediately and then periodically. Failures are logged, and the action is retried the next time.
/// </summary>
internal sealed class PeriodicJob(TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> work, Action<Exception> onError)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await work(_stop.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the action is retried the next time
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                onError(error);
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }
}
