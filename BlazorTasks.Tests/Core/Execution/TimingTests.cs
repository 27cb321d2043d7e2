namespace BlazorTasks.Tests.Core.Execution;

/// <summary>Delays, timeouts and retries, on a clock that the test moves.</summary>
public class TimingTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("Concurrency", "Concurrency is 0; it must be at least 1*")]
    [InlineData("MaxAttempts", "MaxAttempts is 0; it must be at least 1*")]
    public async Task Start_PolicyThatMakesNoSense_IsRejectedWithAMessage(string what, string why)
    {
        await using var test = new TestMonitor();
        var policy = what == "Concurrency" ? new TaskPolicy { Concurrency = 0 } : new TaskPolicy { MaxAttempts = 0 };

        FluentActions.Invoking(() => test.Monitor.Start("Never", _ => { }, new StartOptions { Policy = policy }))
            .Should().Throw<ArgumentException>().WithMessage(why);
    }

    [Fact]
    public async Task Start_RunAt_IsScheduledAndRunsWhenItIsDue()
    {
        await using var test = new TestMonitor(time: _time);
        var due = _time.GetUtcNow().AddHours(2);

        var task = test.Monitor.Start("Later", _ => { }, new StartOptions { RunAt = due });
        await Eventually.TrueAsync(() => task.Snapshot is { State: TaskState.Scheduled, RunAt: { } at } && at == due);
        _time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        task.Snapshot.State.Should().Be(TaskState.Scheduled);
        _time.Advance(TimeSpan.FromSeconds(1));

        await task.Completion;
        task.Snapshot.StartedAt.Should().Be(due);
    }

    [Fact]
    public async Task CheckHealth_ClockWasSet_ReportsWhatIsLate()
    {
        await using var test = new TestMonitor(time: _time);
        var task = test.Monitor.Start("Later", _ => { }, new StartOptions { RunAt = _time.GetUtcNow().AddHours(1) });
        await Eventually.TrueAsync(() => task.Snapshot.State == TaskState.Scheduled);
        (await test.Monitor.CheckHealthAsync())
            .Should().Match<TaskHealth>(health => health.ScheduleLag == TimeSpan.Zero && health.IsReady && !health.Warnings.Any());

        _time.Jump(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(90));

        var late = await test.Monitor.CheckHealthAsync();
        late.ScheduleLag.Should().Be(TimeSpan.FromSeconds(90));
        late.Warnings.Should().ContainSingle().Which.Should().StartWith("Due tasks and prompts are 90 s late");
        _time.Advance(TimeSpan.FromSeconds(30)); // a change of the clock is noticed within that time
        await task.Completion;
    }

    [Fact]
    public async Task Start_RunAtInThePast_RunsNow()
    {
        await using var test = new TestMonitor(time: _time);

        await test.Monitor.Start("Now", _ => { }, new StartOptions { RunAt = _time.GetUtcNow().AddDays(-1) }).Completion;
    }

    [Fact]
    public async Task Cancel_Scheduled_NeverRuns()
    {
        await using var test = new TestMonitor(time: _time);
        var ran = false;
        var task = test.Monitor.Start("Later", _ => { ran = true; }, new StartOptions { RunAt = _time.GetUtcNow().AddHours(1) });

        (await task.CancelAsync("anna")).IsAccepted.Should().BeTrue();
        _time.Advance(TimeSpan.FromHours(2));

        task.Snapshot.State.Should().Be(TaskState.Cancelled);
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task Timeout_CodeThatListens_FailsWithTheReason()
    {
        await using var test = new TestMonitor(time: _time);
        var entered = new TaskCompletionSource();
        var task = test.Monitor.Start(
            "Slow",
            async task =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, task.CancellationToken);
            },
            new StartOptions { Policy = new TaskPolicy { Timeout = TimeSpan.FromMinutes(30) } });
        await entered.Task;

        _time.Advance(TimeSpan.FromMinutes(30));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TimeoutException>().WithMessage("The attempt timed out after 0:30:00*");
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.Timeout });
    }

    [Fact]
    public async Task Timeout_CodeThatDoesNotListen_FailsAfterTheGracePeriodAndItsLateWritesAreRefused()
    {
        await using var test = new TestMonitor(time: _time);
        var (entered, go, returned) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var task = test.Monitor.Start(
            "Deaf",
            async task =>
            {
                entered.SetResult();
                await go.Task;
                task.Report(99, "late");
                task.Log("late");
                returned.SetResult();
                return 1;
            },
            new StartOptions { Policy = new TaskPolicy { Timeout = TimeSpan.FromMinutes(1) } });
        await entered.Task;

        await Eventually.TrueAsync(() => task.Snapshot.State == TaskState.Running);
        _time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(29));
        task.Snapshot.State.Should().Be(TaskState.Running);
        _time.Advance(TimeSpan.FromSeconds(1));
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskFailedException>();
        go.SetResult();
        await returned.Task;

        var stored = await test.Store.FindAsync(task.Id, default);
        stored
            .Should().BeEquivalentTo(
            new { State = TaskState.Failed, Reason = TaskReason.Timeout, Status = (string?)null, LogLines = 0L, HasResult = false });
    }

    [Fact]
    public async Task Cancel_CodeThatDoesNotListen_IsAbandonedAfterTheGracePeriod()
    {
        await using var test = new TestMonitor(time: _time);
        var go = new TaskCompletionSource();
        var task = await EnteredAsync(test, "Deaf", go);
        await task.CancelAsync("anna");

        _time.Advance(TimeSpan.FromSeconds(30));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot
            .Should().BeEquivalentTo(new { State = TaskState.Cancelled, Reason = TaskReason.Abandoned, CancelRequestedBy = "anna" });
        test.Monitor.OrphanedAttempts.Should().Equal(task.Id);
        go.SetResult();
        await Eventually.TrueAsync(() => test.Monitor.OrphanedAttempts.Count == 0);
    }

    [Fact]
    public async Task Retry_FailsTwiceThenSucceeds_WaitsLongerEachTime()
    {
        await using var test = new TestMonitor(time: _time);
        var policy = new TaskPolicy { MaxAttempts = 3, RetryDelay = TimeSpan.FromMinutes(1) };
        var task = test.Monitor.Start(
            "Flaky",
            task => task.Attempt < 3 ? throw new IOException($"attempt {task.Attempt}") : Task.FromResult(task.Attempt),
            new StartOptions { Policy = policy });

        await Eventually.TrueAsync(() => task.Snapshot is { State: TaskState.Backoff, Attempt: 1 });
        task.Snapshot.Should().BeEquivalentTo(new { ErrorMessage = "attempt 1", MaxAttempts = 3 });
        (task.Snapshot.RunAt!.Value - _time.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(12));
        _time.Advance(TimeSpan.FromSeconds(72));
        await Eventually.TrueAsync(() => task.Snapshot is { State: TaskState.Backoff, Attempt: 2 });
        (task.Snapshot.RunAt!.Value - _time.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(24));
        _time.Advance(TimeSpan.FromSeconds(144));

        (await task.Completion).Should().Be(3);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Attempt = 3, ErrorMessage = (string?)null });
    }

    [Fact]
    public async Task Retry_LastAttemptFails_SaysThatRetriesAreExhausted()
    {
        await using var test = new TestMonitor(time: _time);
        var task = await InBackoffAsync(test);

        _time.Advance(TimeSpan.FromSeconds(6));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.RetriesExhausted, Attempt = 2 });
    }

    [Theory]
    [InlineData(OnError.Fail, typeof(IOException))]
    [InlineData(OnError.RetryAutomatically, typeof(FileNotFoundException))]
    public async Task Retry_NotWanted_FailsImmediately(OnError onError, Type thrown)
    {
        await using var test = new TestMonitor(time: _time);
        var policy = new TaskPolicy { MaxAttempts = 5, OnError = onError, PermanentErrors = [typeof(FileNotFoundException)] };

        var task = test.Monitor.Start(
            "Broken",
            _ => throw (Exception)Activator.CreateInstance(thrown, "no")!,
            new StartOptions { Policy = policy });

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.Exception, Attempt = 1 });
    }

    [Fact]
    public async Task Cancel_InBackoff_NeverRunsAgain()
    {
        await using var test = new TestMonitor(time: _time);
        var task = await InBackoffAsync(test);

        await task.CancelAsync();
        _time.Advance(TimeSpan.FromHours(1));

        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Cancelled, Attempt = 1 });
    }

    [Theory]
    [InlineData(1, 0, 4)]
    [InlineData(1, 1, 6)]
    [InlineData(2, 0.5, 10)]
    [InlineData(4, 0.5, 40)]
    [InlineData(50, 0.5, 600)]
    public void DelayAfter_FailedAttempts_DoublesWithinBounds(int failed, double variation, double seconds) =>
        TaskPolicy.Default.DelayAfter(failed, variation).TotalSeconds.Should().BeApproximately(seconds, 0.001);

    [Fact]
    public async Task ClockSetBack_WhileRunning_LeavesNoNegativeTimes()
    {
        await using var test = new TestMonitor(time: _time);
        var go = new TaskCompletionSource();
        var task = await EnteredAsync(test, "Clock", go);

        _time.Jump(TimeSpan.FromHours(-2));
        go.SetResult();
        await task.Completion;

        task.Snapshot.Duration.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero);
    }

    /// <summary>Starts a task that ignores everything until it may go, and waits until its code runs.</summary>
    /// <summary>A task whose first of two attempts has failed.</summary>
    private static async Task<MonitoredTask> InBackoffAsync(TestMonitor test)
    {
        var task = test.Monitor.Start(
            "Broken",
            _ => throw new IOException("gone"),
            new StartOptions { Policy = new TaskPolicy { MaxAttempts = 2 } });
        await Eventually.TrueAsync(() => task.Snapshot.State == TaskState.Backoff);
        return task;
    }

    private static async Task<MonitoredTask> EnteredAsync(TestMonitor test, string name, TaskCompletionSource go)
    {
        var entered = new TaskCompletionSource();
        var task = test.Monitor.Start(name, _ =>
        {
            entered.SetResult();
            return go.Task;
        });
        await entered.Task;
        return task;
    }
}
