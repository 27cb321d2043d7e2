namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F5 and F31: one of two nodes is killed, or frozen for longer than its lease, while it runs tasks. The other one takes over,
/// nothing is lost, and what comes back writes nothing.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F05NodeTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    /// <summary>
    /// NodeLossTests are about frozen nodes, and about nodes without a direct connection, so the usual run kills one that has it.
    /// </summary>
    public static TheoryData<string, ClusterLink> Losses() => FaultRun.IsFull
        ? new()
        {
            { "kill", ClusterLink.Orleans }, { "kill", ClusterLink.None },
            { "freeze", ClusterLink.Orleans }, { "freeze", ClusterLink.None },
        }
        : new() { { "kill", ClusterLink.Orleans } };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Loss_OfOneOfTwoNodes_LosesNothing(string how, ClusterLink link)
    {
        var report = new FaultReport($"F5 {how}, link {link}", "taken over", targetMs: 15_000);
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 30); trial++)
        {
            await RunAsync(report, how, $"--BlazorTasks:Cluster:Link={link}");
        }

        report.Close();
    }

    private async Task RunAsync(FaultReport report, string how, string link)
    {
        using var folder = new TempFolder();
        await using var app = new AppUnderTest(await _server.NewDatabaseAsync());
        await app.StartAsync("--BlazorTasks:Node=web-1", "--BlazorTasks:Cluster:LeaseDuration=00:00:04", link);
        await using var other = await AppProcess.StartAsync(app.Environment, app.Arguments(
            "--urls=http://127.0.0.1:0",
            $"--BlazorTasks:Data={folder.File("data")}",
            "--BlazorTasks:Node=web-2",
            "--BlazorTasks:Cluster:LeaseDuration=00:00:04",
            link));
        using var client = app.Client();
        using var survivor = new FaultClient(other.Address, app.Log);
        var tasks = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(one => client.StartedAsync(one % 2 == 0 ? "work" : "work-on", new { steps = 150, seconds = 0.1 })));
        await survivor.UntilAsync(tasks[0], task => task.Progress > 0);
        var lost = await Eventually.FoundAsync(async () =>
        {
            var started = await Task.WhenAll(tasks.Select(task => survivor.GetAsync(task)));
            var here = started.Where(task => task is { Node: "web-1", State: ApiTaskState.Running })
                .ToLookup(task => task.Definition, task => new TaskId(task.Id));
            return here.Count == 2 ? here : null;
        });

        await (how == "kill" ? app.Process.KillAsync() : app.Process.SignalAsync("STOP"));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(lost["work"].Select(task => survivor.UntilAsync(task, TaskState.Interrupted)));
        await Task.WhenAll(lost["work-on"].Select(task => survivor.UntilAsync(task, now => now.Node == "web-2")));
        var takenOver = clock.Elapsed;
        if (how == "freeze")
        {
            await app.Process.SignalAsync("CONT");
        }

        await survivor.RestAsync(TestMonitor.MaxWait);
        await other.SignalAsync("TERM");
        await other.EndAsync();
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), takenOver);
    }
}
