namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F2: the process dies right before or right after a commit, or the commit is done and nobody is told. The state is the
/// old or the new one, never half of it.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F02FaultPointTests
{
    private const string Variable = "BLAZORTASKS_FAULT"; // Faults/Workload/FaultPoint.cs
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private static readonly string[] Points = ["insert", "start", "progress", "ask", "answer", "result", "cancel"];
    private static readonly string[] Moments = ["before", "after", "timeout"];
    private readonly Random _moments = FaultRun.Moments("F2");

    [Fact]
    public async Task Death_AtAnyCommit_LeavesTheOldOrTheNewState()
    {
        var report = new FaultReport("F2", "recovery", targetMs: 5_000);
        var all = Points.SelectMany(point => Moments.Select(moment => (point, moment))).ToArray();
        _moments.Shuffle(all);
        var tried = FaultRun.IsFull ? Enumerable.Repeat(all, 20).SelectMany(one => one) : all.Take(3);
        foreach (var (point, moment) in tried)
        {
            await RunAsync(report, point, moment, _moments.Next(1, 6));
        }

        report.Close();
    }

    private static async Task RunAsync(FaultReport report, string point, string moment, int number)
    {
        await using var app = new AppUnderTest
        {
            Environment = new Dictionary<string,
            string>
            { [Variable] = $"{point}:{moment}:{number}", [HooksVariable] = AppProcess.Built("Workload") }
        };
        await app.StartAsync();
        using (var client = app.Client())
        {
            for (var round = 0; round < 12 && await RoundAsync(client); round++)
            {
                // until it dies; the one that is told of a timeout lives
            }

            await (moment == "timeout" ? app.Process.KillAsync() : app.Process.EndAsync());
        }

        app.Environment = new Dictionary<string, string>();
        var recovery = await app.StartAsync();
        using var later = app.Client();
        await later.RepeatUnknownAsync();
        await later.RestAsync();
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), recovery);
    }

    /// <summary>Everything that has a point: a task that asks and is answered, one that is cancelled, one that ends.</summary>
    private static async Task<bool> RoundAsync(FaultClient client)
    {
        try
        {
            var asking = await client.StartAsync("ask");
            var working = await client.StartAsync("work", new { steps = 30, seconds = 0.05 });
            await client.StartAsync("take-time");
            if (asking.Task is { } question && working.Task is { } work)
            {
                await client.UntilAsync(question, TaskState.Waiting);
                await client.AnswerAsync(question, "1", value: true);
                await client.UntilAsync(work, task => task.Progress > 0);
                return (await client.CancelAsync(work)).Outcome != OpOutcome.Unknown;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            // it died while we waited
        }

        return false;
    }
}
