namespace BlazorTasks.Tests.Browser;

/// <summary>What a person does in the dashboard of a host. Its tasks are started by the test, which does not wait for them.</summary>
public abstract class HostJourney : IAsyncLifetime
{
    private EmbeddingHost _host = default!;

    /// <summary>The address of the host. The dashboard is under /ops.</summary>
    protected Uri Address => _host.Address;

    protected TaskMonitor Monitor => _host.Services.GetRequiredService<TaskMonitor>();

    public async Task InitializeAsync() => _host = await EmbeddingHost.StartAsync(
        app => app.MapBlazorTasks("/ops"),
        builder => builder.Services.AddBlazorTasksCore().Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1)));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();
}
