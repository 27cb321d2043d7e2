namespace BlazorTasks.Tests.Faults;

/// <summary>F3 to F5: the process is told to end, with a page open, with tasks running, and once more while it ends.</summary>
[Collection(nameof(Browsers))]
public sealed class F03ShutdownTests(Browsers browsers)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(FaultRun.IsFull ? 25 : 2);

    [Fact]
    public async Task Stop_WithAPageOpen_EndsImmediatelyAndThePageComesBack()
    {
        var report = new FaultReport("F3", "exit", targetMs: 1_000);
        await using var app = await AppUnderTest.StartedAsync();
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync();
        for (var trial = 0; trial < FaultRun.Trials(quick: 2, full: 20); trial++)
        {
            await Assertions.Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live");
            await page.EvaluateAsync("window.isOld = true");
            var (exitCode, took) = await app.StopAsync();
            exitCode.Should().Be(0);
            took.Should().BeLessThan(TimeSpan.FromSeconds(10),
                "a page that reconnects must not hold the process until its timeout of 30 s");
            await Assertions.Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Server is restarting");
            await app.StartAsync();
            await page.WaitForFunctionAsync("() => !window.isOld"); // by itself: nobody presses reload
            await page.LiveAsync();
            report.Add(new Verdict(0, 0, []), took);
        }

        report.Close();
    }

    [Theory]
    [InlineData("F4", "TERM")]
    [InlineData("F5", "TERM", "INT")]
    public async Task Stop_WithTasksRunning_WritesWhatBecameOfEach(string fault, params string[] signals)
    {
        var report = new FaultReport(fault, "exit", targetMs: 28_000);
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 5); trial++)
        {
            await using var app = new AppUnderTest();
            await app.StartAsync($"--BlazorTasks:ShutdownTimeout={Drain:c}");
            using var client = app.Client();
            var cooperative = await StartAsync(client, 3, "work", new { steps = 1_000, seconds = 1 });
            var restartable = await StartAsync(client, 2, "work-on", new { steps = 2, seconds = 30 });
            var deaf = await StartAsync(client, 2, "ignore-cancel", new { seconds = 120 });
            var asking = await client.StartedAsync("ask");
            await client.UntilAsync(asking, TaskState.Waiting);

            var (exitCode, took) = await app.StopAsync(Drain + TestMonitor.MaxWait, signals);

            exitCode.Should().Be(0);
            var left = (await app.ReadAsync()).Tasks.ToDictionary(task => task.Snapshot.Id, task => task.Snapshot);
            cooperative.Concat(deaf).Select(task => (left[task].State, left[task].Reason)).Should()
                .AllBeEquivalentTo((TaskState.Interrupted, TaskReason.Shutdown));
            restartable.Select(task => left[task].State).Should()
                .OnlyContain(state => state == TaskState.Queued, "it goes on after the restart");
            left[asking].Prompt.Should().NotBeNull("a question survives a restart");
            left.Values.Should().NotContain(task => task.State.IsUnderWay());
            await GoOnAsync(app, asking, restartable);
            report.Add(await app.JudgeAsync(), took);
        }

        report.Close();
    }

    private static async Task GoOnAsync(AppUnderTest app, TaskId asking, IReadOnlyList<TaskId> restartable)
    {
        await app.StartAsync();
        using var client = app.Client();
        var asked = await client.UntilAsync(asking, TaskState.Waiting);
        await client.AnswerAsync(asking, asked.Prompt!.Id, value: true);
        (await client.UntilAsync(asking, task => task.State.IsFinal())).State.Should().Be(ApiTaskState.Succeeded);
        foreach (var task in restartable)
        {
            await client.UntilAsync(task, TaskState.Running);
            await client.CancelAsync(task);
        }

        await client.RestAsync();
        await app.StopAsync();
    }

    private static async Task<IReadOnlyList<TaskId>> StartAsync(FaultClient client, int count, string definition, object input)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.StartedAsync(definition, input)));
        foreach (var task in tasks)
        {
            await client.UntilAsync(task, TaskState.Running);
        }

        return tasks;
    }
}
