using BlazorTasks.Execution;

namespace BlazorTasks.Tests.Bridges;

/// <summary>Background services, as they are, appear as tasks.</summary>
public sealed class BackgroundServiceTests : IAsyncLifetime
{
    private readonly TestMonitor _test = new(builder => builder.AddMonitoredBackgroundService<Sync>("Nightly sync"));

    private Sync Service => _test.Services.GetRequiredService<Sync>();

    private BackgroundService Hosted => _test.Services.GetServices<IHostedService>().OfType<MonitoredBackgroundService>().Single();

    public Task InitializeAsync() => Hosted.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Hosted.StopAsync(CancellationToken.None);
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Service_ThatRuns_IsATaskWithItsProgressAndLog()
    {
        var running = await _test.Monitor.Until(await IdAsync(), task => task.Status == "half");
        Service.Go.SetResult();

        var task = await _test.Until(running.Id, snapshot => snapshot.State.IsFinal());

        task.Should().BeEquivalentTo(new { Name = "Nightly sync", State = TaskState.Succeeded, Tags = new[] { "background-service" } });
        (await _test.LinesAsync(task.Id)).Should().ContainSingle(line => line.Text.Contains("12 customers"));
        await Hosted.ExecuteTask!;
    }

    [Fact]
    public async Task Service_ThatFails_FailsAsATaskAndForTheHost()
    {
        var id = await IdAsync();

        Service.Go.SetException(new IOException("disk on fire"));

        var task = await _test.Until(id, snapshot => snapshot.State.IsFinal());

        (task.State, task.ErrorMessage).Should().Be((TaskState.Failed, "disk on fire"));
        await FluentActions.Awaiting(() => Hosted.ExecuteTask!).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Cancel_OfTheTask_EndsTheServiceAndNotTheHost()
    {
        var id = await IdAsync();

        await _test.Monitor.CancelAsync(id, "ada");

        (await _test.Until(id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Cancelled);
        await Hosted.ExecuteTask!;
    }

    private async Task<TaskId> IdAsync() =>
        (await Eventually.FoundAsync(() => Task.FromResult(_test.Monitor.Active.InProgress.SingleOrDefault()))).Id;

    private sealed class Sync(ILogger<Sync> log) : BackgroundService
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            log.LogInformation("12 customers");
            TaskContext.Current.Report(50, "half");
            await Go.Task.WaitAsync(stoppingToken);
        }
    }
}
