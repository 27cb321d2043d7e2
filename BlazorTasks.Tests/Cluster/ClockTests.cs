namespace BlazorTasks.Tests.Cluster;

/// <summary>A machine whose clock is two hours wrong: leases and due times go by the clock of the database.</summary>
[Collection(PostgresTests.Name)]
public sealed class ClockTests(PostgresServer server) : ClusterTest(server)
{
    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Clock_OfOneNodeIsWrong_NobodyIsLostAndTasksStartWhenTheyAreDue(int hours)
    {
        var lease = TimeSpan.FromSeconds(1);
        var first = await StartAsync("web-1", slots: 1, lease: lease);
        var second = await StartAsync("web-2", lease: lease, time: new WrongClock(TimeSpan.FromHours(hours)));
        await MeetAsync(first, second);
        var (one, two) = (first.Cluster.Here, second.Cluster.Here);
        var here = await first.StartAsync("a");
        await first.RunningAsync("a");
        var there = await second.StartAsync("b");
        await second.RunningAsync("b");

        var soon = await first.StartAsync("c", options: new StartOptions { RunAt = DateTimeOffset.UtcNow.AddSeconds(2) });
        await Task.Delay(2 * lease);
        await Task.WhenAny(first.RunningAsync("c"), second.RunningAsync("c")).WaitAsync(TestMonitor.MaxWait);

        (first.Cluster.Here, second.Cluster.Here).Should().Be((one, two), "both still have the lease they had");
        (await first.Monitor.NodesAsync()).Should().HaveCount(2).And.OnlyContain(node => node.EndedAt == null);
        foreach (var (name, handle) in new[] { ("a", here), ("b", there), ("c", soon) })
        {
            first.End(name);
            second.End(name);
            (await first.Monitor.Until(handle.Id, task => task.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
        }
    }

    private sealed class WrongClock(TimeSpan wrongBy) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + wrongBy;
    }
}
