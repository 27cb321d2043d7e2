using BlazorTasks.Dashboard;

namespace BlazorTasks.Benchmarks.Streams;

/// <summary>The real API with one task. A change is a wish to pause, which is stored and told like every event.</summary>
internal sealed class TaskStreams : IStreamServer
{
    private readonly WebApplication _app;
    private readonly MonitoredTask _task;

    private TaskStreams(WebApplication app, MonitoredTask task) => (_app, _task) = (app, task);

    public TaskMonitor Monitor => _app.Services.GetRequiredService<TaskMonitor>();

    public static async Task<TaskStreams> StartAsync(Action<BlazorTasksBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ContentRootPath = AppContext.BaseDirectory
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var tasks = builder.Services.AddBlazorTasks().Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        configure?.Invoke(tasks);
        builder.Services.Configure<DashboardOptions>(options => options.MaxStreamsPerPerson = 10_000);
        var app = builder.Build();
        app.MapBlazorTasks("/");
        await app.StartAsync();
        var monitor = app.Services.GetRequiredService<TaskMonitor>();
        var running = new TaskCompletionSource();
        var task = monitor.Start("Watched", async task =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        });
        await running.Task;
        return new TaskStreams(app, task);
    }

    public Uri AddressOf(Wire wire) => new(new Uri(_app.Urls.First()), wire == Wire.WebSocket ? "/api/ws" : "/api/events");

    public Task ChangeAsync(long at) =>
        Monitor.PauseAsync(_task.Id, at.ToString(CultureInfo.InvariantCulture).PadLeft(StreamClient.Digits, '0'));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
