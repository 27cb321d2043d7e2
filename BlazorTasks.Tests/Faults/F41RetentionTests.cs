namespace BlazorTasks.Tests.Faults;

/// <summary>F41: the history is shortened while people read it and work goes on.</summary>
[Collection(FaultTests.Name)]
public sealed class F41RetentionTests
{
    private const int Kept = 20;

    [Fact]
    public async Task Purge_UnderLoad_DeletesTheOldestFinishedAndNothingElse()
    {
        var report = new FaultReport("F41", "read");
        var finished = FaultRun.Trials(quick: 300, full: 5_000);
        await using var app = await AppUnderTest.StartedAsync();
        TaskId gone;
        using (var client = app.Client())
        {
            gone = await client.StartedAsync("take-time", new { seconds = 0 });
            await client.RestAsync(); // the oldest beyond doubt: of those that start together, the first answer may be the last to end
            await Task.WhenAll(Enumerable.Range(1, finished - 1).Select(_ => client.StartedAsync("take-time", new { seconds = 0 })));
            await client.RestAsync();
            await app.StopAsync();
        }

        await app.StartAsync($"--BlazorTasks:MaxFinishedTasks={Kept}"); // it purges when it starts
        using var later = app.Client();
        var asking = await later.StartedAsync("ask");
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while ((await later.Http.GetAsync($"tasks/{gone}", maxWait.Token)).StatusCode is var status && status != HttpStatusCode.NotFound)
        {
            status.Should().Be(HttpStatusCode.OK, "a task is there or it is not");
            await later.StartedAsync("take-time", new { seconds = 0 });
        }

        await later.RestAsync();
        (await later.GetAsync(asking)).State.Should().Be(ApiTaskState.Waiting, "what has not ended stays, however old it is");
        await app.StopAsync();
        var history = await app.ReadAsync();
        var left = history.Tasks.Select(task => task.Snapshot.Id).ToHashSet();
        var purged = history with { Ops = [.. history.Ops.Where(op => op.Task is not { } id || left.Contains(id))] };
        left.Count.Should().BeInRange(Kept, Kept + history.Ops.Count - finished);
        report.Add(Checker.Judge(purged));
        report.Close($"{finished - left.Count} of {finished} were removed");
    }
}
