using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Execution;

/// <summary>
/// Runs a background service inside a monitored task. For the host it is the service itself: an exception stops the host, or
/// not, as the host is configured.
/// </summary>
internal sealed partial class MonitoredBackgroundService(
    string name,
    BackgroundService service,
    TaskMonitor monitor,
    ILogger<MonitoredBackgroundService> log) : BackgroundService
{
    /// <summary>A service runs as long as the host, and is not to keep others waiting.</summary>
    private static readonly TaskPolicy Policy = new() { TakesNoSlot = true };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (TryStart() is not { } task)
        {
            await RunAsync(stoppingToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await task.Completion.WaitAsync(stoppingToken).ConfigureAwait(false); // the shutdown of the engine ends the task
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            LogCancelled(name);
        }
    }

    /// <summary>Starts the task, or returns null if that is not possible now: the service must run all the same.</summary>
    private MonitoredTask? TryStart()
    {
        try
        {
            return monitor.Start(
                name,
                task => RunAsync(task.CancellationToken),
                new StartOptions { Tags = ["background-service"], Policy = Policy });
        }
        catch (Exception error) when (error is StorageUnavailableException or QueueFullException)
        {
            LogNotMonitored(name, error.Message);
            return null;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await service.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (service.ExecuteTask ?? Task.CompletedTask).ConfigureAwait(false);
        }
        finally
        {
            await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The background service {Name} runs without a task: {Reason}")]
    private partial void LogNotMonitored(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The background service {Name} was cancelled. It runs again after a restart.")]
    private partial void LogCancelled(string name);
}
