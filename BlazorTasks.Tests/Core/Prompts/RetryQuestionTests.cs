namespace BlazorTasks.Tests.Core.Prompts;

/// <summary>Retry as a question: who decides, with which input, and what when nobody does.</summary>
public class RetryQuestionTests
{
    private static readonly Person Anna = new("Anna Lind");
    private static readonly TaskPolicy Ask =
        new()
        {
            MaxAttempts = 3,
            OnError = OnError.AskToRetry,
            AskFor = TimeSpan.FromHours(1),
            PermanentErrors = [typeof(NotSupportedException)]
        };
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Throw_AttemptsLeft_AsksWithTheErrorAndRunsAgainWhenApproved()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", FailUntil(2), new() { Policy = Ask });

        var waiting = await test.AskedAsync(task);
        waiting.Prompt!.Title.Should().Be("Attempt 1 of 3 failed. Try again?");
        waiting.Prompt.Error!.Message.Should().Be("no route in attempt 1");
        waiting.Should().BeEquivalentTo(new { ErrorMessage = "no route in attempt 1", Attempt = 1, MaxAttempts = 3 });
        await test.Monitor.AnswerAsync(task.Id, waiting.Prompt.Id, (object)Prompt.Retry, Anna);

        (await task.Completion).Should().Be(2);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Attempt = 2 });
    }

    [Fact]
    public async Task GiveUp_Answered_FailsWithTheErrorAndTheReason()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", FailUntil(9), new() { Policy = Ask });
        await test.AskedAsync(task);

        await test.Monitor.AnswerAsync(task.Id, "1", (object)Prompt.GiveUp, Anna);

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot
            .Should().BeEquivalentTo(
            new { State = TaskState.Failed, Reason = TaskReason.RetryDeclined, ErrorMessage = "no route in attempt 1" });
    }

    [Fact]
    public async Task Throw_LastAttempt_IsNotOffered()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", FailUntil(9), new() { Policy = Ask });
        for (var attempt = 1; attempt < 3; attempt++)
        {
            await test.Until(task.Id, now => now.Prompt?.Id == $"{attempt}");
            await test.Monitor.AnswerAsync(task.Id, $"{attempt}", (object)Prompt.Retry, Anna);
        }

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<IOException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.RetriesExhausted, Attempt = 3 });
    }

    [Fact]
    public async Task Throw_PermanentError_IsNotOffered()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", (Action<TaskContext>)(_ => throw new NotSupportedException("never")), new() { Policy = Ask });

        await task.Awaiting(one => one.Completion).Should().ThrowAsync<NotSupportedException>();
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Prompts = 0 });
    }

    [Theory]
    [InlineData(true, TaskState.Succeeded)]
    [InlineData(false, TaskState.Failed)]
    public async Task Unanswered_InTime_FollowsThePolicy(bool retry, TaskState end)
    {
        await using var test = new TestMonitor(time: _time);
        var task = test.Monitor.Start("Send", FailUntil(2), new() { Policy = Ask with { RetryUnanswered = retry } });
        await test.AskedAsync(task);

        _time.Advance(TimeSpan.FromHours(1));

        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
        task.Snapshot.State.Should().Be(end);
        task.Snapshot.Reason.Should().Be(retry ? null : TaskReason.PromptTimeout);
    }

    [Fact]
    public async Task Cancel_WhileAsked_EndsImmediately()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Send", FailUntil(9), new() { Policy = Ask });
        await test.AskedAsync(task);

        (await task.CancelAsync("Anna Lind")).IsAccepted.Should().BeTrue();

        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Cancelled, Prompt = (Prompt?)null });
    }

    [Fact]
    public async Task RetryWithInput_Changed_RunsWithItAndKeepsItInTheHistory()
    {
        await using var test = new TestMonitor(builder => builder.AddTasksFrom(typeof(SampleTasks).Assembly));
        var task = await test.Monitor.StartAsync("asks-when-it-fails", Json.Parse("""{"word":"wrong"}"""));
        await test.AskedAsync(task);

        (await test.Monitor.RetryWithInputAsync(task.Id, "1", Json.Parse("""{"word":""}"""), Anna)).Outcome
            .Should().Be(CommandOutcome.Invalid);
        (await test.Monitor.RetryWithInputAsync(task.Id, "1", Json.Parse("""{"word":"right"}"""), Anna)).IsAccepted.Should().BeTrue();

        await task.Completion;
        var details = (await test.Monitor.ReadAsync(task.Id))!;
        details.Result!.Value.GetString().Should().Be("right");
        details.Input!.Value.GetProperty("word").GetString().Should().Be("right");
    }

    [Theory]
    [InlineData("""{"word":"right"}""")]
    [InlineData("""{"word":"right","key":null}""")]
    [InlineData("""{"word":"right","key":""}""")]
    [InlineData("""{"word":"right","key":"•••"}""")]
    public async Task RetryWithInput_SecretOmitted_KeepsItsValue(string input)
    {
        await using var test = new TestMonitor(builder => builder.AddTasksFrom(typeof(SampleTasks).Assembly));
        var task = await test.Monitor.StartAsync("tries-with-a-key", Json.Parse("""{"word":"wrong","key":"open sesame"}"""));
        await test.AskedAsync(task);

        (await test.Monitor.RetryWithInputAsync(task.Id, "1", Json.Parse(input), Anna)).IsAccepted.Should().BeTrue();

        await task.Completion;
        var details = (await test.Monitor.ReadAsync(task.Id))!;
        details.Result!.Value.GetString().Should().Be("right with 11");
        TaskDetails.IsSecret(details.Input!.Value.GetProperty("key")).Should().BeTrue();
    }

    private static Func<TaskContext, Task<int>> FailUntil(int attempt) => task =>
        task.Attempt >= attempt ? Task.FromResult(task.Attempt) : throw new IOException($"no route in attempt {task.Attempt}");
}
