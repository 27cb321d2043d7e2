using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>Lets the history grow no further than allowed: by age and by number, a few tasks at a time, so that nobody waits.</summary>
internal sealed partial class Retention(ITaskStore store, BlazorTasksOptions options, TimeProvider time, Action<IReadOnlyList<TaskId>> onRemoved, ILogger log) : IAsyncDisposable
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

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
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await PurgeAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // what cannot be removed now is removed a minute later
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotPurged(error);
            }
        }
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }

    private async Task PurgeAsync()
    {
        var now = time.GetUtcNow();
        while (await store.Audit.PurgeAsync(now - options.KeepAuditFor, AtOnce, _stop.Token).ConfigureAwait(false) == AtOnce)
        {
        }

        var removed = AtOnce;
        while (removed == AtOnce)
        {
            var gone = await store.PurgeAsync(now - options.KeepFinishedFor, options.KeepFinished, AtOnce, _stop.Token).ConfigureAwait(false);
            removed = gone.Count;
            onRemoved(gone);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old tasks could not be removed from the history; it is tried again in a minute")]
    private partial void LogNotPurged(Exception error);
}
