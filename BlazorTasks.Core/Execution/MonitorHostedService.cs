using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Execution;

/// <summary>
/// Opens the monitor before the host accepts requests, so that an unusable store fails the startup, and closes it on
/// shutdown.
/// </summary>
internal sealed class MonitorHostedService(TaskMonitor monitor) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => monitor.OpenAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => monitor.StopAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
