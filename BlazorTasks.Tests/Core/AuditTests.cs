namespace BlazorTasks.Tests.Core;

public class AuditTests
{
    private static readonly Person Anna = new("anna");

    [Fact]
    public async Task AuditAsync_LifeOfATask_ReportsWhatPeopleDidAndStaysWhenItIsRemoved()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Publish", task => task.ConfirmAsync("Now?"), new() { Owner = "anna", Label = "spring" });
        await test.AskedAsync(task);
        await test.Monitor.AnswerAsync(task.Id, "1", (object)true, new Person("bert"));
        await task.Completion;
        await test.Monitor.DismissAsync(task.Id, "anna");
        await test.Monitor.RemoveAsync(task.Id, "carla");

        (await EntriesAsync(test))
            .Should()
            .Equal(
            "carla Remove Publish, spring",
            "anna Dismiss Publish, spring",
            "bert Answer Publish, spring",
            "anna Start Publish, spring");
        (await test.Monitor.GetAsync(task.Id)).Should().BeNull();
    }

    [Fact]
    public async Task AuditAsync_CommandsOfAPerson_SayHowTheyHadSignedInAndFromWhere()
    {
        await using var test = new TestMonitor();
        var bert = new Person("4711") { Name = "Bert Lang", Role = TaskRole.Admin, SignedInWith = "Cookies", Address = "10.0.0.3" };
        var access = test.Monitor.For(bert);
        var task = test.Monitor.Start("Publish", task => task.ConfirmAsync("Now?"), new() { Owner = "anna" });
        await test.AskedAsync(task);

        await access.AnswerAsync(task.Id, "1", (object)true);
        await task.Completion;
        await access.RetryAsync(task.Id); // a task that succeeded, which is rejected and not recorded
        await access.RemoveAsync(task.Id);
        await test.Monitor.For(bert with { Role = TaskRole.Viewer }).StartAsync("double").Awaiting(start => start)
            .Should().ThrowAsync<AccessDeniedException>();

        var entries = (await test.Monitor.AuditAsync(new AuditQuery())).Items;
        entries.Select(entry => entry.Action).Should()
            .Equal(AuditAction.Start, AuditAction.Remove, AuditAction.Answer, AuditAction.Start);
        entries.SkipLast(1).Should().OnlyContain(entry => entry.Origin == new ActionOrigin("4711", "Cookies", "10.0.0.3"));
        entries[^1].Origin.Should().BeNull("code started it for Anna");
    }

    [Fact]
    public async Task AuditAsync_CancelOfAQueuedAndOfARunningTask_IsOneEntryEach()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxConcurrency = 1));
        var running = test.Monitor.Start("Running", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await test.Until(running.Id, now => now.State == TaskState.Running);
        var queued = test.Monitor.Start("Queued", _ => { });

        await test.Monitor.CancelAsync(queued.Id, "anna");
        await test.Monitor.CancelAsync(running.Id, "bert");
        await test.Until(running.Id, now => now.State == TaskState.Cancelled);

        (await EntriesAsync(test)).Should().Equal("bert Cancel Running", "anna Cancel Queued");
    }

    [Fact]
    public async Task AuditAsync_WhatCodeDoesByItself_IsNotInIt()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Nightly", task => task.ConfirmAsync("Now?"));
        await test.AskedAsync(task);
        await test.Monitor.PauseAsync(task.Id);
        await test.Monitor.AnswerAsync(task.Id, "1", (object)true);
        await task.Completion;
        await test.Monitor.DismissAsync(task.Id);
        await test.Monitor.RemoveAsync(task.Id);

        (await EntriesAsync(test)).Should().BeEmpty();
    }

    [Fact]
    public async Task Answer_NotAllowed_IsInTheAuditWithTheReason()
    {
        await using var test = new TestMonitor();
        var task = await PayAsync(test);

        var answer = await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna);

        answer.Outcome.Should().Be(CommandOutcome.NotAllowed);
        var refused = (await test.Monitor.AuditAsync(new AuditQuery { Refused = true })).Items.Should().ContainSingle().Which;
        refused
            .Should().BeEquivalentTo(
            new { By = "anna", Action = AuditAction.Answer, TaskId = task.Id, TaskName = "Pay", Refusal = answer.Message });
    }

    [Fact]
    public async Task Answer_NotAllowedWhileNothingCanBeStored_IsRefusedAnywayAndLogged()
    {
        using var log = new LogCollector();
        var trouble = new StoreTrouble();
        await using var test = new TestMonitor(builder =>
        {
            trouble.AddTo(builder);
            builder.Services.AddLogging(logging => logging.AddProvider(log));
        });
        var task = await PayAsync(test);
        trouble.Begin();

        (await test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna)).Outcome.Should().Be(CommandOutcome.NotAllowed);

        trouble.End();
        log.Lines
            .Should().ContainSingle().Which.Should().Contain("anna for the action Answer on Pay").And.Contain("can be answered by");
    }

    [Fact]
    public async Task Retention_EntriesOlderThanAllowed_AreRemoved()
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(
            builder => builder.Configure(options => options.AuditRetention = TimeSpan.FromHours(1)),
            time);
        await test.Monitor.OpenAsync();
        for (var i = 0; i < 450; i++)
        {
            await test.Store.Audit.AddAsync(
                new AuditEntry(time.GetUtcNow(), "anna", AuditAction.Retry, TaskId.New(time.GetUtcNow()), "Old"),
                default);
        }

        time.Advance(TimeSpan.FromMinutes(59));
        await test.Store.Audit.AddAsync(
            new AuditEntry(time.GetUtcNow(), "anna", AuditAction.Retry, TaskId.New(time.GetUtcNow()), "New"),
            default);
        time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.TrueAsync(async () => (await EntriesAsync(test)).SequenceEqual(["anna Retry New"]));
    }

    private static async Task<MonitoredTask> PayAsync(TestMonitor test)
    {
        var task = test.Monitor.Start("Pay", task => task.ConfirmAsync("Pay?", new() { For = new Answerers { Role = "approver" } }));
        await test.AskedAsync(task);
        return task;
    }

    private static async Task<List<string>> EntriesAsync(TestMonitor test) =>
        [.. (await test.Monitor.AuditAsync(new AuditQuery())).Items.Select(entry => $"{entry.By} {entry.Action} {entry.TaskName}")];
}
