namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F1: the process is killed under load, at any moment. Nothing that was acknowledged is lost, and nothing is done twice.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F01KillTests
{
    private const int StartsPerSecond = 50;
    private const int LongTasks = 20;
    private readonly Random _moments = FaultRun.Moments("F1");

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingThatWasAcknowledged()
    {
        var report = new FaultReport("F1", "recovery", targetMs: 5_000);
        for (var trial = 0; trial < FaultRun.Trials(quick: 3, full: 200); trial++)
        {
            var longest = FaultRun.IsFull ? 5_000 : 2_000;
            await RunAsync(report, TimeSpan.FromMilliseconds(_moments.Next(500, longest)));
        }

        report.Close();
    }

    private static async Task RunAsync(FaultReport report, TimeSpan killAfter)
    {
        await using var app = await AppUnderTest.StartedAsync();
        using (var client = app.Client())
        {
            using var stop = new CancellationTokenSource();
            await Task.WhenAll(Enumerable.Range(0, LongTasks)
                .Select(one => client.StartAsync(one % 2 == 0 ? "work" : "work-on", new { steps = 20, seconds = 0.2 })));
            var load = LoadAsync(client, stop.Token);
            await Task.Delay(killAfter, CancellationToken.None);
            await app.Process.KillAsync();
            await stop.CancelAsync();
            await load;
        }

        var recovery = await app.StartAsync();
        using var later = app.Client();
        await later.RepeatUnknownAsync();
        await later.RestAsync();
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), recovery);
    }

    /// <summary>
    /// Fifty starts a second of short tasks, of tasks that go on after a loss, and of tasks that ask and are answered or
    /// cancelled.
    /// </summary>
    private static async Task LoadAsync(FaultClient client, CancellationToken stop)
    {
        var under = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / StartsPerSecond));
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            under.Add(OneAsync(client, number % 5));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(under);
    }

    private static async Task OneAsync(FaultClient client, int kind)
    {
        string[] definitions = ["work", "work-on", "ask", "take-time", "work"];
        var start = await client.StartAsync(definitions[kind], kind is 0 or 1 ? new { steps = 3, seconds = 0.05 } : null);
        if (start is { Outcome: OpOutcome.Ok, Task: { } task })
        {
            _ = kind switch
            {
                2 => await client.AnswerAsync(task, "1", value: true), // asked or not yet: what is acknowledged must be there
                4 => await client.CancelAsync(task),
                _ => start,
            };
        }
    }
}
