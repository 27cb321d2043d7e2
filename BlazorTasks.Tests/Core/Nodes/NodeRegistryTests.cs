namespace BlazorTasks.Tests.Core.Nodes;

public class NodeRegistryTests
{
    [Fact]
    public async Task Node_WhileItWorks_GivesASignOfLifeEveryTenSeconds()
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(builder => builder.Configure(options => options.Node = "web-1"), time);
        await test.Monitor.OpenAsync();
        var started = time.GetUtcNow();
        await Eventually.TrueAsync(async () => (await test.Monitor.NodesAsync()).Count == 1);

        time.Advance(TaskNode.HeartbeatInterval);

        await Eventually.TrueAsync(async () => (await test.Monitor.NodesAsync())[0].SeenAt == started + TaskNode.HeartbeatInterval);
        var here = (await test.Monitor.NodesAsync())[0];
        here
            .Should().BeEquivalentTo(
            new { Name = "web-1", ProcessId = Environment.ProcessId, StartedAt = started, EndedAt = (DateTimeOffset?)null });
        here.StateAt(time.GetUtcNow()).Should().Be(NodeState.Healthy);
        here.StateAt(time.GetUtcNow().AddSeconds(31)).Should().Be(NodeState.Unresponsive);
    }

    [Fact]
    public async Task Stop_Always_SaysFarewell()
    {
        var store = new InMemoryTaskStore();
        var test = new TestMonitor(builder => builder.Services.AddSingleton<ITaskStore>(store));
        await test.Monitor.OpenAsync();

        await test.DisposeAsync();

        (await store.Nodes.ListAsync(default)).Should().ContainSingle().Which.StateAt(DateTimeOffset.UtcNow).Should().Be(NodeState.Stopped);
    }

    [Fact]
    public async Task Open_AfterALossAndAStop_FindsTheLostOne()
    {
        var store = new InMemoryTaskStore();
        var begun = DateTimeOffset.UtcNow.AddMinutes(-5).ToMicros();
        var lost = TaskNode.Here("web-1", begun) with { SeenAt = begun.AddSeconds(20) };
        await store.Nodes.PutAsync(lost, default);
        await store.Nodes.PutAsync(TaskNode.Here("web-2", begun.AddSeconds(-60)) with { EndedAt = begun.AddSeconds(-30) }, default);
        var recorded = new RecordedTask("Import", begun.AddSeconds(5)).Add(new TaskStarting("web-1", 1)).Add(new TaskRunning());
        await store.CommitAsync([recorded.TakeEntry()], default);

        await using var test = new TestMonitor(builder => builder.Services.AddSingleton<ITaskStore>(store));
        await test.Monitor.OpenAsync();

        var ended = await test.Until(recorded.Id, now => now.State.IsFinal());
        ended.ErrorMessage
            .Should()
            .Be(
            "The process web-1 ended unexpectedly while this task was Running. "
            + $"Its last heartbeat was at {begun.AddSeconds(20):yyyy-MM-dd HH:mm:ss} UTC.");
        await Eventually.TrueAsync(async () => (await store.Nodes.ListAsync(default)).Count == 3);
        (await store.Nodes.ListAsync(default)).Skip(1).Select(node => node.StateAt(DateTimeOffset.UtcNow))
            .Should().Equal(NodeState.Lost, NodeState.Stopped);
    }
}
