namespace BlazorTasks.Tests.Faults;

/// <summary>F25 to F27: tasks that ignore their token, throw wherever one can throw, and block every thread.</summary>
[Collection(FaultTests.Name)]
public sealed class F25BadTaskTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(FaultRun.IsFull ? 30 : 2);

    private static readonly (string Definition, string? Phase, TaskReason Reason, string Message)[] Phases =
    [
        ("throw-in-constructor", null, TaskReason.BadParameters, "thrown in the constructor"),
        ("throw-in-services", null, TaskReason.BadParameters, "Version"),
        ("throw", "start", TaskReason.Exception, "thrown in Start"),
        ("throw", "progress", TaskReason.Exception, "thrown in Progress"),
        ("throw", "prompt", TaskReason.Exception, "thrown in Prompt"),
        ("throw", "result", TaskReason.ResultNotSerializable, "thrown while the result was written"),
        ("throw", "out_of_memory", TaskReason.Exception, "Array dimensions exceeded"),
        ("throw-in-dispose", null, TaskReason.Exception, "thrown in dispose"),
    ];

    [Fact]
    public async Task Cancel_ATaskThatIgnoresIt_AbandonsItAndRefusesWhatItSaysLater()
    {
        var report = new FaultReport("F25", "acknowledgement", targetMs: 100);
        await using var app = new AppUnderTest();
        await app.StartAsync($"--BlazorTasks:GracePeriod={Grace:c}");
        using var client = app.Client();
        var tasks = await Task.WhenAll(Enumerable.Range(0, FaultRun.Trials(quick: 3, full: 50))
            .Select(_ => client.StartedAsync("ignore-cancel", new { seconds = Grace.TotalSeconds + 2 })));
        foreach (var task in tasks)
        {
            await client.UntilAsync(task, TaskState.Running);
            await client.CancelAsync(task);
        }

        await client.RestAsync(Grace + TestMonitor.MaxWait);
        await LateWordsAsync(app, tasks);
        await app.StopAsync();
        var history = await app.ReadAsync();
        foreach (var task in tasks.Select(id => history.Tasks.Single(task => task.Snapshot.Id == id)))
        {
            (task.Snapshot.State, task.Snapshot.Reason, task.Snapshot.HasResult).Should()
                .Be((TaskState.Cancelled, TaskReason.Abandoned, false));
            (task.Snapshot.FinishedAt - task.Snapshot.CancelRequestedAt).Should()
                .BeGreaterThanOrEqualTo(Grace - TimeSpan.FromMilliseconds(50),
                "its grace period is its own, by a timer that counts in ticks of the system");
            task.Events[^1].Should().BeOfType<TaskCancelled>("late words are refused");
        }

        report.Add(await app.JudgeAsync(), tasks.Length, app.Log.Ops.Where(op => op.Kind == OpKind.Cancel).Select(op => op.Took));
        report.Close();
    }

    [Fact]
    public async Task Throw_InAnyPhase_FailsTheTaskAndNothingElse()
    {
        var report = new FaultReport("F26", "end");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        var neighbour = await client.StartedAsync("work", new { steps = 1_000, seconds = 0.05 });
        foreach (var (definition, phase, reason, message) in Phases)
        {
            var task = await client.StartedAsync(definition, phase is null ? null : new { phase });
            var end = await client.UntilAsync(task, now => now.State.IsFinal());
            (end.State, end.Reason).Should()
                .Be((ApiTaskState.Failed, (ApiTaskReason?)reason), $"{definition} {phase}: {end.Error?.Message}");
            end.Error!.Message.Should().Contain(message);
        }

        var inCallback = await client.StartedAsync("throw", new { phase = "cancel_callback" });
        await client.UntilAsync(inCallback, TaskState.Running);
        await client.CancelAsync(inCallback);
        await client.UntilAsync(inCallback, TaskState.Cancelled);
        (await client.GetAsync(neighbour)).State.Should().Be(ApiTaskState.Running);
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), Phases.Length + 1, []);
        report.Close();
    }

    [Theory]
    [InlineData("async_void")]
    [InlineData("fail_fast")]
    [InlineData("stack_overflow")]
    public async Task Throw_WhatNobodyCanCatch_IsAsIfTheProcessWasKilled(string phase)
    {
        var report = new FaultReport($"F26 {phase}", "recovery", targetMs: 5_000);
        await using var app = await AppUnderTest.StartedAsync();
        using (var client = app.Client())
        {
            await client.StartedAsync("work", new { steps = 1_000, seconds = 1 });
            await client.StartAsync("throw", new { phase });
            (await app.Process.EndAsync()).Should().NotBe(0);
        }

        var recovery = await app.StartAsync();
        using var later = app.Client();
        await later.RestAsync();
        await app.StopAsync();
        (await app.ReadAsync()).Tasks.Select(task => (task.Snapshot.State, task.Snapshot.Reason)).Should()
            .AllBeEquivalentTo((TaskState.Interrupted, TaskReason.ProcessDied));
        report.Add(await app.JudgeAsync(), recovery);
        report.Close();
    }

    [Fact]
    public async Task Block_EveryThread_OthersContinueAndTheTimeoutHolds()
    {
        const int blocked = 64;
        var report = new FaultReport("F27", "answer", targetMs: 1_000);
        await using var app = new AppUnderTest();
        await app.StartAsync($"--BlazorTasks:GracePeriod={TimeSpan.FromSeconds(1):c}", "--BlazorTasks:MaxConcurrency=200");
        using var client = app.Client();
        var tasks = await Task.WhenAll(Enumerable.Range(0, blocked)
            .Select(one => client.StartedAsync(one % 2 == 0 ? "block-a-thread" : "overrun", new { seconds = 4 })));
        var times = new List<TimeSpan>();
        while (times.Count < 20)
        {
            var clock = Stopwatch.StartNew();
            var neighbour = await client.StartedAsync("take-time", new { seconds = 0 });
            await client.UntilAsync(neighbour, TaskState.Succeeded);
            times.Add(clock.Elapsed);
        }

        await client.RestAsync();
        foreach (var (task, number) in tasks.Select((task, number) => (task, number)))
        {
            var end = await client.GetAsync(task);
            (end.State, end.Reason).Should()
                .Be(number % 2 == 0 ? (ApiTaskState.Succeeded, null) : (ApiTaskState.Failed, ApiTaskReason.Timeout));
        }

        await app.StopAsync();
        report.Add(await app.JudgeAsync(), 1, times);
        report.Close();
    }

    /// <summary>Waits until the code of every task has said its late word, which nobody may hear.</summary>
    private static async Task LateWordsAsync(AppUnderTest app, TaskId[] tasks)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (app.Deeds.Count(deed => deed.What == "late") < tasks.Length)
        {
            await Task.Delay(50, maxWait.Token);
        }
    }
}
