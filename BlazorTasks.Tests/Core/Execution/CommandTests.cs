namespace BlazorTasks.Tests.Core.Execution;

/// <summary>Retry, dismiss, idempotency keys, secrets and statistics: what goes beyond starting and cancelling.</summary>
public class CommandTests
{
    [Fact]
    public async Task RetryAsync_FailedDefinition_IsTheSameTasksNextAttemptWithItsInput()
    {
        var ledger = new Ledger();
        await using var test = Open(ledger);
        var task = await test.Monitor.StartAsync("fails-at-first", Json.Parse("""{"text":"x"}"""));
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
        ledger.Add("repaired");

        var result = await test.Monitor.RetryAsync(task.Id, "anna");

        result.Outcome.Should().Be(CommandOutcome.Accepted);
        var ended = await test.Until(task.Id, snapshot => snapshot.State == TaskState.Succeeded);
        ended.Should().BeEquivalentTo(new { Attempt = 2, MaxAttempts = 2, ErrorMessage = (string?)null });
        (await test.Monitor.ReadAsync(task.Id))!.Result!.Value.GetString().Should().Be("x");
        (await test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default)).OfType<TaskRetried>().Single().By.Should().Be("anna");
    }

    [Fact]
    public async Task RetryAsync_WhatCannotBeRetried_IsRejectedWithAMessage()
    {
        await using var test = Open();
        var succeeded = await test.Monitor.StartAsync("double", Json.Parse("""{"number":1}"""));
        await succeeded.Completion;
        var lambda = test.Monitor.Start("Lambda", _ => throw new IOException("x"));
        await lambda.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        (await test.Monitor.RetryAsync(succeeded.Id)).Message
            .Should().Be("Double succeeded and cannot be retried. Start a new task instead.");
        (await test.Monitor.RetryAsync(lambda.Id)).Message.Should().StartWith("Lambda cannot be retried: it was started from a lambda");
        (await test.Monitor.RetryAsync(TaskId.New(DateTimeOffset.UtcNow))).Outcome.Should().Be(CommandOutcome.NotFound);
    }

    [Fact]
    public async Task RemoveAsync_Finished_IsDeletedAndEveryViewerIsNotified()
    {
        await using var test = Open();
        var notified = new TaskCompletionSource<TaskFrame>();
        using var watch = test.Monitor.Subscribe(frame => _ = frame.Removed.Count > 0 && notified.TrySetResult(frame));
        var task = test.Monitor.Start("Done", _ => { });
        await task.Completion;
        await test.Monitor.UntilActive(active => active.JustFinished.Any(one => one.Id == task.Id));

        (await test.Monitor.RemoveAsync(task.Id, "anna")).Message.Should().Be("Done was deleted from the history.");

        (await notified.Task.WaitAsync(TestMonitor.MaxWait)).Removed.Should().Equal(task.Id);
        test.Monitor.Active.JustFinished.Should().BeEmpty();
        (await test.Monitor.GetAsync(task.Id)).Should().BeNull();
        (await test.Monitor.RemoveAsync(task.Id)).Outcome.Should().Be(CommandOutcome.NotFound);
    }

    [Fact]
    public async Task RemoveAsync_Running_IsRefusedAndContinues()
    {
        await using var test = Open();
        var goOn = new TaskCompletionSource();
        var task = test.Monitor.Start("Runs", _ => goOn.Task);

        (await test.Monitor.RemoveAsync(task.Id)).Message.Should().Be("Runs has not finished yet. Cancel it first.");

        goOn.SetResult();
        await task.Completion;
    }

    [Fact]
    public async Task DismissAsync_Finished_LeavesTheBoardOnce()
    {
        await using var test = Open();
        var task = test.Monitor.Start("Done", _ => { });
        await task.Completion;

        (await test.Monitor.DismissAsync(task.Id, "anna")).IsAccepted.Should().BeTrue();
        (await test.Monitor.DismissAsync(task.Id, "anna")).Message.Should().Be("Done was already dismissed.");

        (await test.Until(task.Id, snapshot => snapshot.DismissedAt is not null)).State.Should().Be(TaskState.Succeeded);
        await test.Monitor.UntilActive(active => active.JustFinished.Count == 0);
        (await test.Monitor.CountAsync(new TaskQuery())).Should().Be(1);
    }

    [Fact]
    public async Task StartAsync_SameKeyFiftyTimesConcurrently_StartsOneTask()
    {
        await using var test = Open();
        var options = new StartOptions { Owner = "anna", IdempotencyKey = "order-17" };

        var tasks = await Task.WhenAll(
            Enumerable.Range(0, 50)
                .Select(_ => Task.Run(() => test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), options))));

        tasks.Select(task => task.Id).Distinct().Should().ContainSingle();
        await tasks[0].Completion;
        (await test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), options)).Id
            .Should().Be(tasks[0].Id, "also after it has ended");
        (await test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), options with { Owner = "jonas" })).Id
            .Should().NotBe(tasks[0].Id);
    }

    [Fact]
    public async Task StartAsync_SameKeyForSomethingElse_IsRefused()
    {
        await using var test = Open();
        var options = new StartOptions { IdempotencyKey = "order-17" };
        await test.Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), options);

        await test.Monitor.Awaiting(monitor => monitor.StartAsync("double", Json.Parse("""{"number":3}"""), options))
            .Should().ThrowAsync<KeyReusedException>()
            .WithMessage("The idempotency key 'order-17' was already used for a different request*");
        test.Monitor.Invoking(monitor => monitor.Start("Lambda", _ => { }, options)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(21, "ok")]
    [InlineData(1, "")]
    [InlineData(1, "123456789012345678901234567890123456789012345678901")]
    public async Task Start_TagsOutOfBounds_AreRefused(int count, string tag)
    {
        await using var test = Open();

        test.Monitor.Invoking(monitor => monitor.Start("Tagged", _ => { }, new StartOptions { Tags = [.. Enumerable.Repeat(tag, count)] }))
            .Should().Throw<ArgumentException>().WithMessage("A task can have at most 20 tags of 1 to 50 characters each.*");
    }

    [Fact]
    public async Task StartAsync_Secret_ReachesTheCodeAndNothingElse()
    {
        using var folder = new TempFolder();
        await using (var test = new TestMonitor(tasks => tasks.UseSqlite($"Data Source={folder.File("t.db")}")
            .AddTasksFrom(typeof(SampleTasks).Assembly)))
        {
            var task = await test.Monitor.StartAsync("keeps-a-secret", Json.Parse("""{"key":"canary-4711"}"""));

            await task.Awaiting(t => t.Completion)
                .Should().ThrowAsync<IOException>().WithMessage("*canary-4711*", "the program itself sees what was thrown");

            task.Snapshot.ErrorMessage.Should().Be("refused ••• at the door");
            (await test.Monitor.ReadLogAsync(task.Id, 1, 10)).SelectMany(chunk => chunk.Lines).Select(line => line.Text)
                .Should().Equal("using •••", "status •••");
            task.Snapshot.Status.Should().Be("with •••");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain("canary-4711");
        }
    }

    [Fact]
    public async Task Secret_AtTheEndOfAnErrorOrInTheNameOfAChild_IsRedactedBeforeItIsTruncated()
    {
        const string secret = "canary-4711";
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxErrorText = 1_000));
        MonitoredTask? child = null;
        var task = test.Monitor.Start("Parent", async task =>
        {
            var login = await task.AskAsync<Prompts.PromptTests.Login>("Log in");
            child = test.Monitor.Start($"Child of {login.Password}", _ => { }, new StartOptions { Label = login.Password });
            throw new IOException(new string('x', 995) + login.Password);
        });
        await test.AskedAsync(task);

        await test.Monitor.AnswerAsync(task.Id, "1", Json.Parse($$"""{"password":"{{secret}}"}"""));
        await task.Awaiting(one => one.Completion).Should().ThrowAsync<IOException>();

        task.Snapshot.ErrorMessage.Should().Be(new string('x', 995) + "•••");
        (child!.Snapshot.Name, child.Snapshot.Label).Should().Be(("Child of •••", "•••"));
    }

    [Fact]
    public async Task StartAsync_InputTooLarge_IsRefused()
    {
        await using var test = Open();

        await test.Monitor.Awaiting(monitor => monitor.StartAsync("value-task", Json.Parse($$"""{"text":"{{new string('x', 70_000)}}"}""")))
            .Should().ThrowAsync<InvalidInputException>().WithMessage("The input is larger than 65,536 bytes.");
    }

    [Fact]
    public async Task StatisticsOf_AfterRunsAndARestart_KnowsThemAll()
    {
        using var folder = new TempFolder();
        Action<BlazorTasksBuilder> configure = tasks =>
        {
            tasks.UseSqlite($"Data Source={folder.File("t.db")}").AddTasksFrom(typeof(SampleTasks).Assembly);
            tasks.Services.AddSingleton(new Ledger());
        };
        await using (var test = new TestMonitor(configure))
        {
            await (await test.Monitor.StartAsync("double", Json.Parse("""{"number":1}"""))).Completion;
            await (await test.Monitor.StartAsync("fails-at-first", Json.Parse("""{"text":"x"}""")))
                .Completion.ContinueWith(_ => { }, TaskScheduler.Default);
            test.Monitor.StatisticsOf("double").Should().BeEquivalentTo(new { Succeeded = 1, FailureRate = 0.0 });
            test.Monitor.Activity.Should().BeEquivalentTo(new { FinishedToday = 2, FailedToday = 1 });
        }

        await using var again = new TestMonitor(configure);
        await again.Monitor.OpenAsync();
        again.Monitor.StatisticsOf("fails-at-first").FailureRate.Should().Be(1);
        again.Monitor.Activity.Should().BeEquivalentTo(new { FinishedToday = 2, FailedToday = 1 });
    }

    private static TestMonitor Open(Ledger? ledger = null) => new(tasks =>
    {
        tasks.AddTasksFrom(typeof(SampleTasks).Assembly);
        tasks.Services.AddSingleton(ledger ?? new Ledger());
    });
}
