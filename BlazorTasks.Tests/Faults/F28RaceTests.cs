namespace BlazorTasks.Tests.Faults;

/// <summary>F28: a task is cancelled at the very moment at which it ends. There is one end, and the person was told the truth.</summary>
[Collection(FaultTests.Name)]
public sealed class F28RaceTests
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(0.5);
    private long _moment = Length.Ticks;

    [Fact]
    public async Task Cancel_AtTheMomentOfTheEnd_AgreesWithTheHistory()
    {
        var report = new FaultReport("F28", "cancel");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        var trials = FaultRun.Trials(quick: 200, full: 2_000);
        for (var trial = 0; trial < trials; trial += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RaceAsync(client)));
        }

        await client.RestAsync();
        await app.StopAsync();
        var cancels = app.Log.Ops.Where(op => op.Kind == OpKind.Cancel).ToList();
        report.Add(await app.JudgeAsync(), trials, cancels.Select(op => op.Took));
        report.Close($"{cancels.Count(op => op.Outcome == OpOutcome.Ok)} cancels were in time, "
            + $"{cancels.Count(op => op.Outcome == OpOutcome.Refused)} too late");
        cancels.Select(op => op.Outcome).Distinct().Should()
            .BeEquivalentTo([OpOutcome.Ok, OpOutcome.Refused], "a race that one side always wins shows nothing");
    }

    /// <summary>Who comes too late comes earlier the next time, so that the trials gather around the moment of the end.</summary>
    private async Task RaceAsync(FaultClient client)
    {
        var task = await client.StartedAsync("take-time", new { seconds = Length.TotalSeconds });
        await Task.Delay(TimeSpan.FromTicks(Interlocked.Read(ref _moment)));
        var cancel = await client.CancelAsync(task);
        Interlocked.Add(ref _moment, cancel.Outcome == OpOutcome.Ok ? Step.Ticks : -Step.Ticks);
    }
}
