namespace BlazorTasks.Tests.Cluster;

/// <summary>The last page of an owner counts, whichever node it is on.</summary>
[Collection(PostgresTests.Name)]
public sealed class PresenceClusterTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Closed_LastPageOnThisNode_CountsFromTheClosingOfTheLastOnAnyNode()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var time = new ManualTimeProvider();
        using var here = new Presence(first.Monitor, new PersonNames(), first.Store, time);
        using var there = new Presence(second.Monitor, new PersonNames(), second.Store, time);
        var task = second.Monitor.Start(
            "Long",
            context => Task.Delay(Timeout.Infinite, context.CancellationToken),
            new() { Owner = "anna", Policy = new() { CancelAfterOwnerLeaves = TimeSpan.FromMinutes(5) } });
        await second.Monitor.Until(task.Id, now => now.State == TaskState.Running);
        here.Opened("anna");
        await here.CheckAsync();

        time.Advance(TimeSpan.FromMinutes(10));
        await there.CheckAsync();
        here.Closed("anna");
        await here.CheckAsync();
        time.Advance(TimeSpan.FromMinutes(4));
        await there.CheckAsync();
        task.Snapshot.CancelRequestedAt.Should().BeNull("her page on the other node was open four minutes ago");
        time.Advance(TimeSpan.FromMinutes(2));
        await there.CheckAsync();

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot.CancelRequestedBy.Should().StartWith("the closing of the last page of anna");
    }
}
