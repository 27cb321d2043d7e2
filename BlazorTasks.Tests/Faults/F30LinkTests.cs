namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F30 and F31 with a direct connection: a node is frozen, killed, or cut off from the other one; then all are killed and started on
/// other ports. It is seen in time, and everything goes on.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F30LinkTests : IAsyncLifetime
{
    private const string Linked = "--BlazorTasks:Cluster:Link=Orleans";
    private readonly PostgresServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task FreezeKillAndCrash_OfLinkedNodes_AreSeenInTime()
    {
        var freezes = new FaultReport("F31 freeze, linked", "seen", targetMs: 10_000);
        var kills = new FaultReport("F30 kill, linked", "seen", targetMs: 3_000);
        var crashes = new FaultReport("F30 all crash, linked", "a command to the other node", targetMs: 15_000);
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 10); trial++)
        {
            await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync(), Linked);
            var (frozen, killed, back) = await RunAsync(nodes);
            var verdict = await nodes.JudgeAsync();
            freezes.Add(verdict, frozen);
            kills.Add(verdict, killed);
            crashes.Add(verdict, back);
        }

        freezes.Close();
        kills.Close();
        crashes.Close();
    }

    private static async Task<(TimeSpan Frozen, TimeSpan Killed, TimeSpan Back)> RunAsync(NodesUnderTest nodes)
    {
        var first = await nodes.StartAsync("web-1");
        var second = await nodes.StartAsync("web-2");
        await nodes.LinkedAsync(2);
        var plain = await first.Client.StartedAsync("work", new { steps = 400, seconds = 0.1 });
        var again = await first.Client.StartedAsync("work-on", new { steps = 1_000, seconds = 0.1 });
        await second.Client.UntilAsync(plain, task => task.Progress > 0);

        await first.Process.SignalAsync("STOP");
        var frozen = await NodesUnderTest.LossSeenAsync(second, first);
        await second.Client.UntilAsync(plain, TaskState.Interrupted);
        await second.Client.UntilAsync(again, task => task is { Node: "web-2", State: ApiTaskState.Running });
        await first.Process.SignalAsync("CONT");
        await nodes.LinkedAsync(2); // the first has another id now
        await nodes.CommandAsync(first, second);

        var other = await first.Client.StartedAsync("work", new { steps = 400, seconds = 0.1 });
        await second.Client.UntilAsync(other, task => task.Progress > 0);
        await first.Process.KillAsync();
        var killed = await NodesUnderTest.LossSeenAsync(second, first);
        await second.Client.UntilAsync(other, TaskState.Interrupted);
        await second.Process.KillAsync();

        var clock = Stopwatch.StartNew();
        var both = await Task.WhenAll(nodes.StartAsync("web-1"), nodes.StartAsync("web-2"));
        await nodes.CommandAsync(both[0], both[1]);
        var back = clock.Elapsed;
        await nodes.LinkedAsync(2);
        await Eventually.TrueAsync(async () => (await nodes.CommandAsync(both[1], both[0])).IsDirect);
        await both[0].Client.CancelAsync(again);
        await both[0].Client.RestAsync();
        return (frozen, killed, back);
    }

    [FullRunFact]
    public async Task Cut_BetweenHealthyNodes_EndsNobody()
    {
        var report = new FaultReport("F31 cut between nodes", "a command meanwhile", targetMs: 5_000);
        for (var trial = 0; trial < 5; trial++)
        {
            await using var nodes = new NodesUnderTest(await _server.NewDatabaseAsync(), Linked);
            var times = await CutAsync(nodes, TimeSpan.FromSeconds(60));
            report.Add(await nodes.JudgeAsync(), 1, times);
        }

        report.Close();
    }

    /// <summary>Each node is reached through a network of its own, which goes silent and then refuses.</summary>
    private static async Task<IReadOnlyList<TimeSpan>> CutAsync(NodesUnderTest nodes, TimeSpan length)
    {
        var ports = new[] { FreePort.Next(), FreePort.Next() };
        await using var toFirst = new ChaosProxy(ports[0]);
        await using var toSecond = new ChaosProxy(ports[1]);
        var first = await nodes.StartAsync("web-1", Reached(ports[0], toFirst));
        var second = await nodes.StartAsync("web-2", Reached(ports[1], toSecond));
        await nodes.LinkedAsync(2);
        await Eventually.TrueAsync(async () => (await nodes.CommandAsync(first, second)).IsDirect);
        var running = await first.Client.StartedAsync("work", new { steps = 10 * (int)length.TotalSeconds, seconds = 0.1 });

        toFirst.Silence();
        toSecond.Silence();
        var times = new List<TimeSpan>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < length;)
        {
            times.Add((await nodes.CommandAsync(first, second)).Took);
            if (clock.Elapsed > length / 2)
            {
                (toFirst.Refuses, toSecond.Refuses) = (true, true);
                toFirst.Cut();
                toSecond.Cut();
            }
        }

        (first.Process.HasEnded, second.Process.HasEnded).Should().Be((false, false));
        (await first.Client.GetAsync(running)).Node.Should().Be("web-1", "nobody was declared lost");
        (toFirst.Refuses, toSecond.Refuses) = (false, false);
        toFirst.Resume();
        toSecond.Resume();
        await Eventually.TrueAsync(async () => (await nodes.CommandAsync(first, second)).IsDirect);
        (await first.Client.UntilAsync(running, TaskState.Succeeded, length)).Attempt.Should().Be(1);
        return times;
    }

    private static string[] Reached(int port, ChaosProxy through) =>
        [$"--BlazorTasks:Cluster:LinkPort={port}", $"--BlazorTasks:Cluster:LinkAddress=127.0.0.1:{through.Port}"];
}
