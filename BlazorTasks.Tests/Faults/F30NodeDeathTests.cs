namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F30, F32 and F45 on three or two nodes under load: node after node is killed, the processor is fully used by others, and all nodes
/// are replaced one after the other.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F30NodeDeathTests : IAsyncLifetime
{
    private const string Linked = "--BlazorTasks:Cluster:Link=Orleans";
    private readonly PostgresServer _server = new();
    private readonly Random _moments = FaultRun.Moments("F30");

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [FullRunFact]
    public async Task Deaths_OfThirtyNodesUnderLoad_LoseNothingAndRepeatNothing()
    {
        var report = new FaultReport("F30 deaths under load", "seen", targetMs: 3_000);
        await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync(), Linked);
        var alive = new List<NodesUnderTest.Node>();
        foreach (var name in new[] { "web-1", "web-2", "web-3" })
        {
            alive.Add(await nodes.StartAsync(name));
        }

        await using var load = new ClusterLoad(_ => Pick(alive), perSecond: 10);
        var seen = new List<TimeSpan>();
        for (var death = 0; death < 30; death++)
        {
            await Task.Delay(_moments.Next(500, 3_000));
            var dying = Pick(alive);
            lock (alive)
            {
                alive.Remove(dying);
            }

            await dying.Process.KillAsync();
            seen.Add(await NodesUnderTest.LossSeenAsync(Pick(alive), dying));
            var next = await nodes.StartAsync(dying.Name);
            lock (alive)
            {
                alive.Add(next);
            }
        }

        await load.StopAsync();
        await Pick(alive).Client.RepeatUnknownAsync();
        await Pick(alive).Client.RestAsync(TimeSpan.FromMinutes(2));
        report.Add(await nodes.JudgeAsync(), 30, seen);
        report.Close();
    }

    [FullRunFact]
    public async Task Processor_FullyUsedForFiveMinutes_EndsNobody()
    {
        var report = new FaultReport("F32 processor fully used", "start");
        await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync(), Linked);
        var both = new List<NodesUnderTest.Node> { await nodes.StartAsync("web-1"), await nodes.StartAsync("web-2") };
        await nodes.LinkedAsync(2);
        var before = (await NodesUnderTest.ListAsync(both[0])).Select(node => node.Id).ToList();
        var burners = Enumerable.Range(0, 2 * Environment.ProcessorCount)
            .Select(_ => Process.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]))!).ToList();
        try
        {
            await using var load = new ClusterLoad(_ => Pick(both), perSecond: 5);
            await Task.Delay(TimeSpan.FromMinutes(5));
            await load.StopAsync();
        }
        finally
        {
            burners.ForEach(burner => burner.Kill());
        }

        var after = await NodesUnderTest.ListAsync(both[0]);
        after.Select(node => node.Id).Should().BeEquivalentTo(before, "no node has lost its lease");
        after.Should().OnlyContain(node => node.EndedAt == null);
        await both[0].Client.RepeatUnknownAsync();
        await both[0].Client.RestAsync();
        report.Add(await nodes.JudgeAsync());
        report.Close();
    }

    [FullRunFact]
    public async Task Restart_OfEachNodeInTurn_LosesNoCommandOfAClientThatRetriesOnce()
    {
        var report = new FaultReport("F45 rolling restart", "drained and stopped");
        for (var trial = 0; trial < 5; trial++)
        {
            await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync(), Linked);
            var times = await RollAsync(nodes);
            report.Add(await nodes.JudgeAsync(), 1, times);
        }

        report.Close();
    }

    /// <summary>F29: longer than a lease, so that both nodes stop their tasks and go on under other ids.</summary>
    [FullRunFact]
    public async Task Database_AwayFromTwoNodes_LosesNothing()
    {
        var report = new FaultReport("F29 two nodes", "catching up", targetMs: 5_000);
        foreach (var seconds in new[] { 3, 15, 60 })
        {
            await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync() + ";Command Timeout=2;Timeout=2", Linked);
            var both = new List<NodesUnderTest.Node> { await nodes.StartAsync("web-1"), await nodes.StartAsync("web-2") };
            await nodes.LinkedAsync(2);
            var running = await both[0].Client.StartedAsync("work", new { steps = 20 * seconds, seconds = 0.1 });
            await using var load = new ClusterLoad(_ => Pick(both), perSecond: 5);

            await _server.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            await _server.StartAsync();
            var back = Stopwatch.StartNew();
            await Eventually.TrueAsync(async () => (await both[1].Client.StartAsync("take-time")).Outcome == OpOutcome.Ok);
            var caughtUp = back.Elapsed;

            await load.StopAsync();
            await both[0].Client.RepeatUnknownAsync();
            await both[0].Client.RestAsync(TimeSpan.FromMinutes(3));
            var state = (await both[0].Client.GetAsync(running)).State;
            state.Should().Be(seconds < 8 ? ApiTaskState.Succeeded : ApiTaskState.Interrupted, $"a lease lasts 8 s, this took {seconds}");
            report.Add(await nodes.JudgeAsync(), caughtUp);
        }

        report.Close();
    }

    private static async Task<List<TimeSpan>> RollAsync(NodesUnderTest nodes)
    {
        var both = new[] { await nodes.StartAsync("web-1"), await nodes.StartAsync("web-2") };
        var current = 0;
        await using var load = new ClusterLoad(
            not => not is null ? both[Interlocked.Increment(ref current) % 2] : both[not == both[0] ? 1 : 0],
            perSecond: 20)
        { RetriesOnce = true };
        var times = new List<TimeSpan>();
        for (var old = 0; old < both.Length; old++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            var clock = Stopwatch.StartNew();
            await DrainAsync(both[old], by: both[1 - old]);
            await both[old].Process.SignalAsync("TERM");
            (await both[old].Process.EndAsync()).Should().Be(0);
            times.Add(clock.Elapsed);
            both[old] = await nodes.StartAsync(both[old].Name);
        }

        await load.StopAsync();
        load.Failures.Should().BeEmpty("each command has its answer after at most one retry");
        load.Commands.Should().BeGreaterThan(50);
        await both[0].Client.RestAsync();
        return times;
    }

    /// <summary>Drains a node, and waits until it has finished what it runs.</summary>
    private static async Task DrainAsync(NodesUnderTest.Node node, NodesUnderTest.Node by)
    {
        var id = (await NodesUnderTest.ListAsync(by)).Single(one => one.ProcessId == node.Process.Id && one.EndedAt is null).Id;
        (await by.Client.Http.PostAsync($"nodes/{id}/drain", null)).EnsureSuccessStatusCode();
        await Eventually.TrueAsync(async () =>
            (await NodesUnderTest.ListAsync(by)).Single(one => one.Id == id) is { State: ApiNodeState.Draining, Load.SlotsInUse: 0 });
    }

    private NodesUnderTest.Node Pick(List<NodesUnderTest.Node> nodes)
    {
        lock (nodes)
        {
            return nodes[_moments.Next(nodes.Count)];
        }
    }
}
