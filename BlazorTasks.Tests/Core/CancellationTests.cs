namespace BlazorTasks.Tests.Core;

public class CancellationTests
{
    [Fact]
    public async Task CancelAsync_Queued_IsCancelledAndItsCodeNeverRuns()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 1));
        var go = new TaskCompletionSource();
        var ran = false;
        var first = test.Monitor.Start("First", _ => go.Task);
        var second = test.Monitor.Start("Second", _ => { ran = true; });

        var result = await test.Monitor.CancelAsync(second.Id, "anna");

        result.Outcome.Should().Be(CommandOutcome.Accepted);
        result.Task!.State.Should().Be(TaskState.Cancelled);
        go.SetResult();
        await first.Completion;
        await second.Awaiting(task => task.Completion).Should().ThrowAsync<TaskCanceledException>();
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task CancelAsync_Running_SetsTheTokenAndIsCancelledOnlyWhenTheCodeHasStopped()
    {
        await using var test = new TestMonitor();
        var go = new TaskCompletionSource();
        var task = test.Monitor.Start("Slow to stop", async task =>
        {
            await Task.Delay(Timeout.Infinite, task.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            await go.Task;
            task.CancellationToken.ThrowIfCancellationRequested();
        });
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        var result = await task.CancelAsync("anna");

        result.Task!.State.Should().Be(TaskState.Cancelling, "it has been asked and has not stopped");
        go.SetResult();
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Cancelled, Reason = TaskReason.ByUser, CancelRequestedBy = "anna" });
    }

    [Fact]
    public async Task CancelAsync_CodeReturnsAnyway_StaysSucceededAndReportsThatItWasAsked()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Finishes", async task =>
        {
            await Task.Delay(Timeout.Infinite, task.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            return 7;
        });
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        await task.CancelAsync("anna");

        (await task.Completion).Should().Be(7);
        task.Snapshot.State.Should().Be(TaskState.Succeeded);
        task.Snapshot.CancelRequestedBy.Should().Be("anna");
    }

    [Fact]
    public async Task CancelAsync_CodeThrowsSomethingElse_IsFailed()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Breaks", async task =>
        {
            await Task.Delay(Timeout.Infinite, task.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            throw new IOException("while stopping");
        });
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        await task.CancelAsync();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot.State.Should().Be(TaskState.Failed);
    }

    [Fact]
    public async Task CancelAsync_CancellationOfItsOwnWithoutRequest_IsFailed()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Times out inside", _ => throw new TaskCanceledException("the request timed out"));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot.State.Should().Be(TaskState.Failed);
    }

    [Fact]
    public async Task CancelAsync_Twice_SecondIsHarmlessAndReportsIt()
    {
        await using var test = new TestMonitor();
        var go = new TaskCompletionSource();
        var task = test.Monitor.Start("Twice", _ => go.Task);
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);
        await task.CancelAsync("anna");

        var second = await task.CancelAsync("jonas");

        second
            .Should().BeEquivalentTo(
            new { Outcome = CommandOutcome.AlreadyAsked, Message = "Cancellation of Twice was already requested by anna." });
        go.SetResult();
        await task.Completion;
    }

    [Fact]
    public async Task CancelAsync_FinalOrUnknown_IsRejectedWithAMessage()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Done", _ => { });
        await task.Completion;

        (await test.Monitor.CancelAsync(task.Id)).Should().BeEquivalentTo(
            new { Outcome = CommandOutcome.AlreadyFinal, Message = "Done has already finished with the state Succeeded." });
        (await test.Monitor.CancelAsync(TaskId.New(DateTimeOffset.UtcNow))).Outcome.Should().Be(CommandOutcome.NotFound);
        (await test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default))[^1]
            .Should().BeOfType<TaskSucceeded>("a refused command leaves no event");
    }

    [Fact]
    public async Task CancelAsync_RaceWithTheEnd_HasOneEndThatAgreesWithTheAnswer()
    {
        await using var test = new TestMonitor();

        for (var trial = 0; trial < 300; trial++)
        {
            var task = test.Monitor.Start("Race", task =>
            {
                task.CancellationToken.ThrowIfCancellationRequested();
                return Task.CompletedTask;
            });
            var result = await task.CancelAsync();
            await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

            var ends = (await test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default))
                .Where(one => one.NextState?.IsFinal() == true);
            ends.Should().ContainSingle();
            (result.Outcome == CommandOutcome.AlreadyFinal || task.Snapshot.State == TaskState.Cancelled
                || task.Snapshot.CancelRequestedAt is not null)
                .Should().BeTrue("an accepted request is seen in the end");
        }
    }
}
