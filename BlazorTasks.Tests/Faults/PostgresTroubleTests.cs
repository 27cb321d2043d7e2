using BlazorTasks.Cluster.Storage;

namespace BlazorTasks.Tests.Faults;

/// <summary>A PostgreSQL server that goes away under running tasks: they go on, what they write follows, and nothing is lost.</summary>
public sealed class PostgresTroubleTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private TestMonitor _monitor = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _database = await _server.NewDatabaseAsync() + ";Command Timeout=1;Timeout=2";
        _monitor = new TestMonitor(builder => builder.UsePostgres(_database));
        await _monitor.Monitor.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Restart_UnderARunningTask_LosesNothing(string mode)
    {
        var (task, goOn) = await BeginAsync();
        await _server.StopAsync(mode);
        task.Context.Log("while it was down");
        await FailingAsync();

        await _server.StartAsync();
        await ContinueAsync(task.Task, goOn);
    }

    [Fact]
    public async Task Freeze_UnderARunningTask_IsNoticedAndCaughtUp()
    {
        var (task, goOn) = await BeginAsync();
        await _server.FreezeAsync();
        task.Context.Log("while it was frozen");
        await FailingAsync();

        await _server.ThawAsync();
        await ContinueAsync(task.Task, goOn);
    }

    [Fact]
    public async Task OwnershipLost_UnderARunningTask_StopsItsCodeAndNobodyElse()
    {
        var (task, _) = await BeginAsync();
        var (other, goOn) = await BeginAsync();
        await _server.ExecuteAsync("test_1", $"UPDATE blazor_tasks.tasks SET epoch = 9 WHERE id = '{task.Task.Id}'");

        task.Context.Log("too late");
        goOn();

        await other.Task.Completion.WaitAsync(TestMonitor.MaxWait);
        await FluentActions.Awaiting(() => Task.Delay(TestMonitor.MaxWait, task.Context.CancellationToken)).Should()
            .ThrowAsync<TaskCanceledException>();
    }

    private async Task<((MonitoredTask Task, TaskContext Context) Task, Action GoOn)> BeginAsync()
    {
        var running = new TaskCompletionSource<TaskContext>();
        var goOn = new TaskCompletionSource();
        var task = _monitor.Monitor.Start("Import", async context =>
        {
            context.Log("before");
            running.SetResult(context);
            await goOn.Task.WaitAsync(context.CancellationToken);
            context.Log("after");
        });
        return ((task, await running.Task.WaitAsync(TestMonitor.MaxWait)), goOn.SetResult);
    }

    private async Task FailingAsync()
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (_monitor.Monitor.StorageFailingSince is null)
        {
            await Task.Delay(10, maxWait.Token);
        }
    }

    private async Task ContinueAsync(MonitoredTask task, Action goOn)
    {
        goOn();
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        await CheckAsync(task.Id);
    }

    private async Task CheckAsync(TaskId id)
    {
        await using var store = new PostgresTaskStore(_database);
        (await store.LogAsync(id, 1, 100, default)).SelectMany(chunk => chunk.Lines).Select(line => line.Text)
            .Should().HaveCount(3).And.StartWith("before").And.EndWith("after");
        var events = await store.EventsAsync(id, 0, 100, EventKinds.All, default);
        events.Select(one => one.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq));
        _monitor.Monitor.StorageFailingSince.Should().BeNull();
    }
}
