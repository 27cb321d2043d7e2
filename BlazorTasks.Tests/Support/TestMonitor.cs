namespace BlazorTasks.Tests.Support;

/// <summary>A real monitor with the services that a test asks for, stopped at the end of the test.</summary>
public sealed class TestMonitor : IAsyncDisposable
{
    /// <summary>How long a test waits for what should come at once. Long, because the machine may be busy.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly ManualTimeProvider? _time;

    public TestMonitor(Action<BlazorTasksBuilder>? configure = null, ManualTimeProvider? time = null)
    {
        _time = time;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        if (time is not null)
        {
            services.AddSingleton<TimeProvider>(time);
        }

        var builder = services.AddBlazorTasksCore().Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Monitor = _services.GetRequiredService<TaskMonitor>();
    }

    public TaskMonitor Monitor { get; }

    public ITaskStore Store => _services.GetRequiredService<ITaskStore>();

    public IServiceProvider Services => _services;

    /// <summary>Waits until the task has asked someone.</summary>
    public async Task<TaskSnapshot> AskedAsync(MonitoredTask task)
    {
        await Eventually.TrueAsync(() =>
            task.Snapshot is
            {
                State: TaskState.Waiting,
                Prompt: not null
            }); // frames need a clock that runs, and in many of these tests it stands still
        return task.Snapshot;
    }

    /// <summary>Waits until a frame shows the task as wanted.</summary>
    public Task<TaskSnapshot> Until(TaskId id, Func<TaskSnapshot, bool> wanted) => Monitor.Until(id, wanted);

    /// <summary>Runs a definition to its end. What it throws is thrown here.</summary>
    public async Task<(TaskSnapshot Task, JsonElement Result)> RunAsync(string definition, string input = "{}")
    {
        var task = await Monitor.StartAsync(definition, Json.Parse(input));
        await task.Completion.WaitAsync(MaxWait);
        return (task.Snapshot, (await Monitor.ReadAsync(task.Id))!.Result!.Value);
    }

    /// <summary>The log of a task that has ended.</summary>
    public async Task<IReadOnlyList<LogLine>> LinesAsync(TaskId id) =>
        [.. (await Monitor.ReadLogAsync(id, 1, int.MaxValue)).SelectMany(chunk => chunk.Lines)];

    /// <summary>Stops the monitor. A clock that stands still is moved, so that tasks which do not listen are not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        var stopped = Monitor.StopAsync();
        while (_time is not null && !stopped.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stopped;
        await _services.DisposeAsync();
    }
}

public static class MonitorWaiting
{
    /// <summary>Waits until a frame shows the task as wanted.</summary>
    public static async Task<TaskSnapshot> Until(this TaskMonitor monitor, TaskId id, Func<TaskSnapshot, bool> wanted)
    {
        var found = new TaskCompletionSource<TaskSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = monitor.Subscribe(frame =>
        {
            if (frame.Changed.TryGetValue(id, out var snapshot) && wanted(snapshot))
            {
                found.TrySetResult(snapshot);
            }
        });
        if (await monitor.GetAsync(id) is { } now && wanted(now))
        {
            return now;
        }

        return await found.Task.WaitAsync(TestMonitor.MaxWait);
    }

    /// <summary>Waits until the active tasks, which are shown a frame at a time, are as wanted.</summary>
    public static async Task<ActiveTasks> UntilActive(this TaskMonitor monitor, Func<ActiveTasks, bool> wanted)
    {
        var found = new TaskCompletionSource<ActiveTasks>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = monitor.Subscribe(_ => Look());
        Look();
        return await found.Task.WaitAsync(TestMonitor.MaxWait);

        void Look()
        {
            if (monitor.Active is var active && wanted(active))
            {
                found.TrySetResult(active);
            }
        }
    }
}
