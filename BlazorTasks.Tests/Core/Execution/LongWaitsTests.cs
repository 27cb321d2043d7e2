namespace BlazorTasks.Tests.Core.Execution;

/// <summary>Waits that are longer than a timer of .NET can be, in the engine, on a clock that the test moves.</summary>
public class LongWaitsTests
{
    private static readonly TimeSpan SixtyDays = TimeSpan.FromDays(60);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Start_InSixtyDays_RunsThenAndNotBefore()
    {
        await using var test = new TestMonitor(time: _time);
        var due = _time.GetUtcNow() + SixtyDays;

        var task = test.Monitor.Start("Later", _ => { }, new StartOptions { RunAt = due });
        await Eventually.TrueAsync(() => task.Snapshot is { State: TaskState.Scheduled });
        _time.Advance(SixtyDays - TimeSpan.FromMinutes(1));
        task.Snapshot.State.Should().Be(TaskState.Scheduled);
        _time.Advance(TimeSpan.FromMinutes(1));

        await task.Completion.WaitAsync(TestMonitor.MaxWait);
        task.Snapshot.StartedAt.Should().Be(due);
    }

    [Fact]
    public async Task Timeout_OfSixtyDays_EndsTheAttemptThenAndNotBefore()
    {
        await using var test = new TestMonitor(time: _time);
        var task = test.Monitor.Start(
            "Slow",
            task => Task.Delay(Timeout.Infinite, task.CancellationToken),
            new StartOptions { Policy = new TaskPolicy { Timeout = SixtyDays } });
        await Eventually.TrueAsync(() => task.Snapshot.State == TaskState.Running);

        _time.Advance(SixtyDays - TimeSpan.FromMinutes(1));
        task.Snapshot.State.Should().Be(TaskState.Running);
        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(() => task.Snapshot.State.IsFinal());
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.Timeout });
    }

    [Fact]
    public async Task RetryDelay_OfSixtyDays_RunsTheNextAttemptThen()
    {
        await using var host = new TaskTestHost();
        var begun = host.Time.GetUtcNow();

        var run = await host.RunAsync(
            task => task.Attempt == 1 ? throw new IOException("not yet") : Task.FromResult(host.Time.GetUtcNow()),
            new StartOptions { Policy = new TaskPolicy { MaxAttempts = 2, RetryDelay = SixtyDays, MaxRetryDelay = SixtyDays } });

        run.ResultAs<DateTimeOffset>().Should().BeOnOrAfter(begun + TimeSpan.FromDays(48), "the delay varies by a fifth");
    }

    [Fact]
    public async Task Prompt_OfThirtyDaysTheLongestAllowed_AppliesItsDefaultThen()
    {
        await using var host = new TaskTestHost();
        var begun = host.Time.GetUtcNow();
        host.LeaveUnanswered("Keep it?");

        var run = await host.RunAsync(task => task.ConfirmAsync("Keep it?", new() { Default = true, Timeout = TimeSpan.FromDays(30) }));

        run.ResultAs<bool>().Should().BeTrue();
        run.Events.OfType<PromptAnswered>().Single().At.Should().BeOnOrAfter(begun + TimeSpan.FromDays(30));
    }
}
