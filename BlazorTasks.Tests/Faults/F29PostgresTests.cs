namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F29: PostgreSQL is restarted, crashes, is away, loses a connection, or the network to it goes silent. Tasks go on, and
/// what they wrote follows.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F29PostgresTests : IAsyncLifetime
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(FaultRun.IsFull ? 60 : 3);
    private readonly PostgresServer _server = new();
    private ChaosProxy _network = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _network = new ChaosProxy(_server.Port);
    }

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Trouble_UnderRunningTasks_LosesNothing()
    {
        var report = new FaultReport("F29", "catching up", targetMs: 5_000);
        string[] troubles = FaultRun.IsFull ? ["restart", "crash", "away", "cut", "silence", "slow"] : ["crash", "away", "silence"];
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 5); trial++)
        {
            foreach (var trouble in troubles)
            {
                await RunAsync(report, trouble);
            }
        }

        report.Close(string.Join(", ", troubles));
    }

    private async Task RunAsync(FaultReport report, string trouble)
    {
        var history = new NpgsqlConnectionStringBuilder(await _server.NewDatabaseAsync()) { CommandTimeout = 2, Timeout = 2 };
        var throughProxy = new NpgsqlConnectionStringBuilder(history.ConnectionString) { Port = _network.Port };
        await using var app = new AppUnderTest(history.ConnectionString);
        await app.StartAsync($"--ConnectionStrings:Tasks={throughProxy.ConnectionString}");
        using var client = app.Client();
        var running = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(one => client.StartedAsync(one % 2 == 0 ? "work"
            : "work-on", new { steps = 20 + (10 * Outage.TotalSeconds), seconds = 0.1 })));
        await client.UntilAsync(running[0], task => task.Progress > 0);
        _network.Connections.Should().BePositive("all that the App says to PostgreSQL goes this way");
        var before = app.Deeds.Count;

        var starting = Enumerable.Range(0, 5).Select(_ => client.StartAsync("work")).ToList();
        await HappenAsync(trouble);
        app.Deeds.Count.Should().BeGreaterThan(before, "running tasks go on meanwhile");

        var back = Stopwatch.StartNew();
        (await client.StartAsync("take-time")).Outcome.Should().Be(OpOutcome.Ok, "it can be used again at once");
        var caughtUp = back.Elapsed;
        await Task.WhenAll(starting);
        await client.RepeatUnknownAsync();
        await client.RestAsync(Outage + TestMonitor.MaxWait);
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), caughtUp);
    }

    /// <summary>The trouble, from its beginning to its end.</summary>
    private async Task HappenAsync(string trouble)
    {
        switch (trouble)
        {
            case "restart" or "crash":
                await _server.StopAsync(trouble == "crash" ? "immediate" : "fast");
                await _server.StartAsync();
                break;
            case "away":
                await _server.StopAsync();
                await Task.Delay(Outage);
                await _server.StartAsync();
                break;
            case "cut":
                _network.Cut();
                await Task.Delay(TimeSpan.FromSeconds(1));
                break;
            case "silence":
                _network.Silence();
                await Task.Delay(Outage);
                _network.Resume();
                break;
            default:
                _network.Delay = TimeSpan.FromMilliseconds(100);
                await Task.Delay(Outage);
                _network.Delay = TimeSpan.Zero;
                break;
        }
    }
}
