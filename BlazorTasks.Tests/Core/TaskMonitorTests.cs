namespace BlazorTasks.Tests.Core;

public class TaskMonitorTests
{
    [Fact]
    public async Task ReadAt_AnyEvent_GivesTheTaskAsItWas()
    {
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Import", async task =>
        {
            task.Log("one");
            await task.StepAsync("Save", () => Task.CompletedTask);
            return 7;
        });
        await task.Completion;
        var events = await test.Monitor.ReadEventsAsync(task.Id, 0, 100);
        var step = events.OfType<StepStarted>().Single().Seq;

        (await test.Monitor.ReadAtAsync(task.Id, step))
            .Should().BeEquivalentTo(new { State = TaskState.Running, Step = "Save", Seq = step });
        (await test.Monitor.ReadAtAsync(task.Id, 1)).Should().BeEquivalentTo(new { State = TaskState.Queued, Seq = 1 });
        (await test.Monitor.ReadAtAsync(task.Id, long.MaxValue)).Should().BeEquivalentTo(task.Snapshot);
        (await test.Monitor.ReadAtAsync(TaskId.New(DateTimeOffset.UnixEpoch), 1)).Should().BeNull();
    }

    [Fact]
    public async Task StopAsync_WhileTheStoreIsOpening_EndsWhenItIsOpenAndLosesNothing()
    {
        var store = SlowToOpen.Create();
        await using var test = new TestMonitor(builder => builder.Services.AddSingleton(store));
        var task = test.Monitor.Start("Early", _ => { });

        var stopping = test.Monitor.StopAsync();
        stopping.IsCompleted.Should().BeFalse("what is not open yet cannot be stopped");
        SlowToOpen.Open(store);
        await stopping.WaitAsync(TestMonitor.MaxWait);

        (await store.FindAsync(task.Id, default)).Should().NotBeNull();
        (await store.Nodes.ListAsync(default)).Should().ContainSingle().Which.EndedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Start_LambdaWithResult_CompletesWithItAndIsInTheHistory()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Add", async _ =>
        {
            await Task.Yield();
            return 1 + 1;
        });

        (await task.Completion).Should().Be(2);
        var stored = await test.Store.FindAsync(task.Id, default);
        stored.Should().BeEquivalentTo(new { Name = "Add", State = TaskState.Succeeded, Progress = 100.0, Attempt = 1, HasResult = true });
        (await test.Monitor.ReadAsync(task.Id))!.Result!.Value.GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Start_LambdaThatThrows_IsFailedWithTheErrorAndThrowsItToTheHandle()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Break", _ => throw new InvalidOperationException("no disk", new IOException("gone")));

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<InvalidOperationException>().WithMessage("no disk");
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.Exception, ErrorMessage = "no disk" });
        var error = (await test.Monitor.ReadAsync(task.Id))!.Error!;
        error.Type.Should().Be("System.InvalidOperationException");
        error.Stack.Should().Contain(nameof(Start_LambdaThatThrows_IsFailedWithTheErrorAndThrowsItToTheHandle));
        error.Inner!.Message.Should().Be("gone");
    }

    [Fact]
    public async Task Start_AnyLambda_GoesThroughTheWholeLifeInOrder()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Walk", task => task.StepAsync("One", () => Task.CompletedTask));
        await task.Completion;

        var events = await test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default);
        events.Select(one => one.GetType().Name).Should().Equal(
            nameof(TaskCreated), nameof(TaskStarting), nameof(TaskRunning), nameof(StepStarted), nameof(StepFinished),
                nameof(TaskSucceeded));
        events.Select(one => one.Seq).Should().Equal(1, 2, 3, 4, 5, 6);
        events.Select(one => one.Epoch).Should().Equal(0, 1, 1, 1, 1, 1);
        events.Select(one => one.At).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task Report_ManyTimes_LastIsShownAndKept()
    {
        await using var test = new TestMonitor();
        var go = new TaskCompletionSource();

        var task = test.Monitor.Start("Count", async task =>
        {
            for (var i = 0; i <= 70; i++)
            {
                task.Report(i, $"Row {i}");
            }

            await go.Task;
        });

        var shown = await test.Until(task.Id, snapshot => snapshot.Progress >= 70);
        shown.Status.Should().Be("Row 70");
        go.SetResult();
        await task.Completion;
        (await test.Store.FindAsync(task.Id, default))!.Status.Should().Be("Row 70");
    }

    [Theory]
    [InlineData(double.NaN, 40.0)]
    [InlineData(-1.0, 40.0)]
    [InlineData(1e9, 100.0)]
    [InlineData(20.0, 40.0)]
    [InlineData(60.0, 60.0)]
    public async Task Report_OddValueAfter40_IsClampedAndNeverGoesBack(double reported, double shown)
    {
        await using var test = new TestMonitor();
        var go = new TaskCompletionSource();

        var task = test.Monitor.Start("Odd", async task =>
        {
            task.Report(40);
            await test.Until(task.Id, snapshot => snapshot.Progress == 40);
            task.Report(reported, "now");
            await go.Task;
        });

        (await test.Until(task.Id, snapshot => snapshot.Status == "now")).Progress.Should().Be(shown);
        go.SetResult();
        await task.Completion;
    }

    [Fact]
    public async Task Warn_Twice_SucceedsWithTwoWarningsAndLines()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Warn", task =>
        {
            task.Log("one");
            task.Warn("two");
            task.Warn("three");
        });
        await task.Completion;

        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Warnings = 2, LogLines = 3L, LastLine = "three" });
        var lines = (await test.Monitor.ReadLogAsync(task.Id, 1, 10)).SelectMany(chunk => chunk.Lines);
        lines.Select(line => (line.Level, line.Text)).Should().Equal(
            (LogLevel.Information, "one"), (LogLevel.Warning, "two"), (LogLevel.Warning, "three"));
    }

    [Fact]
    public async Task Log_ThroughILoggerDeepInsideTheFlow_IsALineOfTheTask()
    {
        await using var test = new TestMonitor();
        var logger = test.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");

        var task = test.Monitor.Start("Logged", async _ =>
        {
            await Task.Run(() => logger.LogWarning("Order {Id} is late", 17));
        });
        await task.Completion;
        logger.LogInformation("outside");

        var line = (await test.Monitor.ReadLogAsync(task.Id, 1, 10)).SelectMany(chunk => chunk.Lines).Should().ContainSingle().Subject;
        line
            .Should().BeEquivalentTo(
            new { Level = LogLevel.Warning, Text = "Order 17 is late", Category = "Shop.Orders", IsWarning = false });
    }

    [Fact]
    public async Task Log_TenThousandLinesInABurst_AllAreKeptInOrder()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Burst", task =>
        {
            for (var i = 1; i <= 10_000; i++)
            {
                task.Log($"line {i}");
            }
        });
        await task.Completion;

        task.Snapshot.LogLines.Should().Be(10_000);
        var chunks = await test.Monitor.ReadLogAsync(task.Id, 1, 10_000);
        chunks.SelectMany(chunk => chunk.Lines).Select(line => line.Text)
            .Should().Equal(Enumerable.Range(1, 10_000).Select(i => $"line {i}"));
        chunks.Select(chunk => chunk.FirstLine).Should().Equal(Enumerable.Range(0, chunks.Count).Select(i => (i * 200L) + 1));
    }

    [Fact]
    public async Task Log_FasterThanAllowed_DropsAndCountsInPlace()
    {
        await using var test = new TestMonitor(
            tasks => tasks.Configure(options => options.MaxLinesPerSecond = 10),
            new ManualTimeProvider());

        var task = test.Monitor.Start("Flood", task =>
        {
            for (var i = 1; i <= 100; i++)
            {
                task.Log($"line {i}");
            }
        });
        await task.Completion;

        var stored = task.Snapshot;
        stored.LogLines.Should().Be(40, "a burst may be four times the rate");
        stored.DroppedLines.Should().Be(60);
        (await test.Monitor.ReadLogAsync(task.Id, 1, 1_000)).Sum(chunk => chunk.Lines.Count).Should().Be(40);
    }

    [Fact]
    public async Task Log_LineOf5Megabytes_IsCutAndReportsIt()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Long", task => task.Log(new string('x', 5_000_000)));
        await task.Completion;

        var line = (await test.Monitor.ReadLogAsync(task.Id, 1, 1)).Single().Lines.Single();
        line.Text[8_190..].Should().Be("xx… (4,991,808 more characters truncated)");
    }

    [Fact]
    public async Task TaskContextCurrent_InsideAndOutside_IsTheTaskOrSaysThatThereIsNone()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Where", async _ =>
        {
            await Task.Yield();
            return TaskContext.Current.Id;
        });

        (await task.Completion).Should().Be(task.Id);
        FluentActions.Invoking(() => TaskContext.Current)
            .Should().Throw<InvalidOperationException>().WithMessage("No task is running here*");
    }

    [Fact]
    public async Task Start_InsideATask_IsItsChild()
    {
        await using var test = new TestMonitor();

        var parent = test.Monitor.Start("Parent", _ => Task.FromResult(test.Monitor.Start("Child", _ => { })));
        var child = await parent.Completion;
        await child.Completion;

        child.Snapshot.ParentId.Should().Be(parent.Id);
    }

    [Fact]
    public async Task Track_Items_ReportsTheShareAndStopsOnCancel()
    {
        await using var test = new TestMonitor();
        var third = new TaskCompletionSource();
        var go = new TaskCompletionSource();

        var task = test.Monitor.Start("Track", async task =>
        {
            foreach (var item in task.Track(Enumerable.Range(1, 10).ToList()))
            {
                if (item == 4)
                {
                    third.SetResult();
                    await go.Task;
                }
            }
        });
        await third.Task;
        await test.Until(task.Id, snapshot => snapshot.Progress == 30);
        (await task.CancelAsync("Anna")).Outcome.Should().Be(CommandOutcome.Accepted);
        go.SetResult();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot
            .Should().BeEquivalentTo(
            new { State = TaskState.Cancelled, Reason = TaskReason.ByUser, CancelRequestedBy = "Anna", Progress = 40.0 });
    }

    [Fact]
    public async Task StepAsync_ThatThrows_IsShownWithItsErrorAndRethrown()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Steps", async task =>
        {
            await task.StepAsync("Open", () => Task.CompletedTask);
            await task.StepAsync<int>("Read", () => throw new IOException("torn page"));
        });
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<IOException>();

        var recorded = (await test.Monitor.ReadAsync(task.Id))!.Milestones;
        recorded.OfType<StepStarted>().Select(step => (step.Step, step.Name)).Should().Equal((1, "Open"), (2, "Read"));
        recorded.OfType<StepFinished>().Select(step => (step.Step, step.Error)).Should().Equal((1, null), (2, "torn page"));
    }

    [Fact]
    public async Task Progress_Adapter_ReportsThroughIProgress()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Adapter", task =>
            task.Progress<int>(done => done / 2.0, done => $"{done} of 200").Report(100));
        await task.Completion;

        task.Snapshot.Status.Should().Be("100 of 200");
        (await test.Store.EventsAsync(task.Id, 0, 10, EventKinds.All, default)).OfType<TaskProgressed>().Last().Progress.Should().Be(50);
    }

    [Fact]
    public async Task Start_ResultThatCannotBeWritten_FailsAndSaysWhy()
    {
        await using var test = new TestMonitor();

        var task = test.Monitor.Start("Odd result", _ => (Func<int>)(() => 1));

        await task.Awaiting(t => t.Completion)
            .Should().ThrowAsync<Exception>().WithMessage("The result of type Func`1 cannot be serialized as JSON*");
        task.Snapshot.Reason.Should().Be(TaskReason.ResultNotSerializable);
    }

    [Fact]
    public async Task Start_ResultTooLarge_FailsAndSaysHowLarge()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxResultBytes = 100));

        var task = test.Monitor.Start("Large", _ => new string('x', 200));

        await task.Awaiting(t => t.Completion)
            .Should().ThrowAsync<Exception>().WithMessage("The result is 202 bytes of JSON, which exceeds the maximum of 100*");
    }

    [Fact]
    public async Task Active_TasksComeAndGo_ShowsEachInItsGroup()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 1));
        var go = new TaskCompletionSource();

        var first = test.Monitor.Start("First", _ => go.Task);
        var second = test.Monitor.Start("Second", _ => { });
        var active = await test.Monitor.UntilActive(active => active.InProgress.Count == 1 && active.UpNext.Count == 1);
        active.InProgress.Select(task => task.Name).Should().Equal("First");
        active.UpNext.Select(task => task.Name).Should().Equal("Second");
        go.SetResult();
        active = await test.Monitor.UntilActive(active => active.JustFinished.Count == 2);

        active.Unfinished.Should().Be(0);
        active.JustFinished.Select(task => task.Name).Should().Equal("Second", "First");
    }

    [Fact]
    public async Task Subscribe_SubscriberThatThrows_DisturbsNobody()
    {
        await using var test = new TestMonitor();
        using var bad = test.Monitor.Subscribe(_ => throw new InvalidOperationException("bad subscriber"));

        var task = test.Monitor.Start("Work", _ => { });

        (await test.Until(task.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task Subscribe_Disposed_IsForgotten()
    {
        await using var test = new TestMonitor();

        test.Monitor.Subscribe(_ => { }).Dispose();

        test.Monitor.Subscribers.Should().Be(0);
    }

    [Fact]
    public async Task Start_ThousandConcurrently_AllEndAndNoneIsLost()
    {
        await using var test = new TestMonitor();

        var tasks = Enumerable.Range(0, 1_000).Select(i => test.Monitor.Start($"Task {i}", _ => Task.FromResult(i))).ToList();

        (await Task.WhenAll(tasks.Select(task => task.Completion))).Should().Equal(Enumerable.Range(0, 1_000));
        (await test.Monitor.CountAsync(new TaskQuery())).Should().Be(1_000);
    }
}
