using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Execution;

/// <summary>Opens the monitor before the host serves anyone, so that a store that cannot be used stops the start; closes it after.</summary>
internal sealed class MonitorHostedService(TaskMonitor monitor) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => monitor.OpenAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => monitor.StopAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
