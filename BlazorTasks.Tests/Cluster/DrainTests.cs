namespace BlazorTasks.Tests.Cluster;

/// <summary>What every node shows of the others, and what a drained one does.</summary>
[Collection(PostgresTests.Name)]
public sealed class DrainTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Nodes_OfBoth_AreShownWithTheirLoad()
    {
        var (first, second) = (await StartAsync("web-1", slots: 3), await StartAsync("web-2"));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");

        await Eventually.TrueAsync(async () => (await NodeAsync(second, "web-1")).Load is { Tasks: 1, Slots: { InUse: 1, Total: 3 } });
        (await second.Monitor.NodesAsync()).Should().AllSatisfy(node =>
        {
            node.StateAt(DateTimeOffset.UtcNow.AddHours(-2)).Should().Be(NodeState.Healthy, "the clock of the database counts");
            node.Host.Should().Be(Environment.MachineName);
        });
    }

    [Fact]
    public async Task Drain_FromAnotherNode_ClaimsNothingAndFinishesWhatRuns()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2", slots: 1));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");

        var drained = await second.Monitor.DrainNodeAsync((await NodeAsync(second, "web-1")).Id, "ann");
        (drained.Outcome, drained.Node!.StateAt(DateTimeOffset.UtcNow)).Should().Be((NodeOutcome.Accepted, NodeState.Draining));
        await second.StartAsync("b");
        await second.RunningAsync("b");
        await second.StartAsync("c");
        first.End("a");
        await second.Monitor.UntilActive(active => active.JustFinished.Any(task => task.Node == "web-1"));
        second.End("b");

        await second.RunningAsync("c");
        first.HasRun("c").Should().BeFalse();
        (await second.Monitor.AuditAsync(new AuditQuery { Action = AuditAction.DrainNode })).Items.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { By = "ann", TaskName = "web-1", IsOnNode = true, IsOnSchedule = false });
    }

    [Fact]
    public async Task Start_OnADrainedNode_RunsOnTheOther()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        await first.Monitor.DrainNodeAsync((await NodeAsync(first, "web-1")).Id);

        await first.StartAsync("a");

        await second.RunningAsync("a");
    }

    [Fact]
    public async Task Undrain_TheOnlyNode_ClaimsWhatWaited()
    {
        var node = await StartAsync("web-1");
        var id = (await NodeAsync(node, "web-1")).Id;
        await node.Monitor.DrainNodeAsync(id);
        await node.Monitor.DrainNodeAsync(id, "ann");
        await node.StartAsync("a");

        (await node.Monitor.UndrainNodeAsync(id)).IsAccepted.Should().BeTrue();

        await node.RunningAsync("a");
        (await node.Monitor.AuditAsync(new AuditQuery())).Items.Should().BeEmpty("it was drained already");
    }

    [Fact]
    public async Task Drain_NodeThatHasEndedOrNeverWas_IsRejected()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var gone = await NodeAsync(first, "web-2");
        await second.DisposeAsync();

        (await first.Monitor.DrainNodeAsync(gone.Id)).Message.Should().Be("web-2 is no longer running.");
        (await first.Monitor.DrainNodeAsync(Guid.NewGuid())).Outcome.Should().Be(NodeOutcome.NotFound);
    }

    [Fact]
    public async Task Start_DefinitionThatNoRunningNodeKnows_WaitsAndIsShown()
    {
        var (knows, other) = (await StartAsync("web-1"), await StartAsync("web-2", knows: false));
        await knows.Monitor.DrainNodeAsync((await NodeAsync(knows, "web-1")).Id);
        await knows.StartAsync("a");
        (await other.Monitor.UnknownDefinitionsAsync()).Should().BeEmpty();
        await knows.DisposeAsync();

        var unknown = (await other.Monitor.UnknownDefinitionsAsync()).Should().ContainSingle().Subject;
        unknown.Definition.Should().Be("run");
        (await other.Monitor.CheckHealthAsync()).Warnings.Should().ContainMatch("No running node knows the definition 'run'.*");
        var next = await StartAsync("web-3");

        await next.RunningAsync("a");
        (await other.Monitor.UnknownDefinitionsAsync()).Should().BeEmpty();
    }

    private static async Task<TaskNode> NodeAsync(TestNode node, string name) =>
        (await node.Monitor.NodesAsync()).Single(one => one.Name == name);
}
