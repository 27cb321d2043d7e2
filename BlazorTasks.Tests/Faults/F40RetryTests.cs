namespace BlazorTasks.Tests.Faults;

/// <summary>F40: clients that ask again, all at once and after a restart.</summary>
[Collection(FaultTests.Name)]
public sealed class F40RetryTests
{
    private const int AtOnce = 50;

    [Fact]
    public async Task Start_OneKeyFromFiftyClients_IsOneTask()
    {
        var report = new FaultReport("F40", "answer");
        await using var app = await AppUnderTest.StartedAsync();
        var trials = FaultRun.Trials(quick: 5, full: 100);
        using (var client = app.Client())
        {
            for (var trial = 0; trial < trials; trial++)
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce)
                    .Select(_ => client.StartAsync("work", new { steps = 1 }, $"key {trial}")));
                answers.Should().OnlyContain(op => op.Status == 202 || op.Status == 409, "the others are under way or get the same answer");
                (await client.StartAsync("take-time", key: $"key {trial}")).Status.Should()
                    .Be(422, "the same key may not ask for something else");
            }

            await client.RestAsync();
            await app.Process.KillAsync();
        }

        await app.StartAsync();
        using var later = app.Client();
        for (var trial = 0; trial < trials; trial++)
        {
            (await later.StartAsync("work", new { steps = 1 }, $"key {trial}")).Status.Should().Be(202, "the key lasts over a restart");
        }

        await later.RestAsync();
        await app.StopAsync();
        (await app.ReadAsync()).Tasks.Should().HaveCount(trials);
        report.Add(await app.JudgeAsync(), trials, app.Log.Ops.Select(op => op.Took));
        report.Close();
    }
}
