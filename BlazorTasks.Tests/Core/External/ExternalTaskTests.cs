namespace BlazorTasks.Tests.Core.External;

/// <summary>Tasks whose work is done by a script elsewhere.</summary>
public sealed class ExternalTaskTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Start_External_RunsWithoutSlotUnderATokenOfWhichOnlyTheHashIsKept()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxConcurrency = 1));
        test.Monitor.Start("Takes the only slot", task => Task.Delay(Timeout.Infinite, task.CancellationToken));

        var started = await test.Monitor.StartExternalAsync("Nightly backup", options: new() { Owner = "Anna Lind", Tags = ["cron"] });

        var task = await test.Until(started.Task.Id, now => now.State == TaskState.Running);
        task.Should().BeEquivalentTo(new { Name = "Nightly backup", Owner = "Anna Lind", Definition = "external", IsExternal = true });
        started.Token.Should().MatchRegex("^btt_[A-Za-z0-9_-]{43}$");
        (await test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default)).Select(taskEvent => TaskJson.Write(taskEvent))
            .Should().NotContain(json => json.Contains(started.Token!)).And.Contain(json => json.Contains("token_hash"));
    }

    [Fact]
    public async Task Speak_ProgressLogAndResult_AreThoseOfAnOrdinaryTask()
    {
        await using var test = new TestMonitor();
        var started = await test.Monitor.StartExternalAsync("Nightly backup");

        using (var script = await SpeakAsync(test, started))
        {
            script.Report(40, "Copying");
            script.Log(Microsoft.Extensions.Logging.LogLevel.Information, "one");
            script.Log(Microsoft.Extensions.Logging.LogLevel.Warning, "two");
            (await script.CompleteAsync(Json.Parse("""{"files":3}"""))).IsAccepted.Should().BeTrue();
            (await script.CompleteAsync(null)).Outcome.Should().Be(CommandOutcome.AlreadyFinal);
        }

        started.Task.Snapshot
            .Should().BeEquivalentTo(new { State = TaskState.Succeeded, Status = "Copying", LogLines = 2, Warnings = 1, HasResult = true });
        (await test.LinesAsync(started.Task.Id)).Select(line => line.Text).Should().Equal("one", "two");
        (await test.Monitor.ReadAsync(started.Task.Id))!.Result!.Value.GetProperty("files").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task Fail_ByTheScript_IsFailedWithItsWordsAndCannotBeRetriedHere()
    {
        await using var test = new TestMonitor();
        var started = await test.Monitor.StartExternalAsync("Nightly backup");

        using (var script = await SpeakAsync(test, started))
        {
            await script.FailAsync("exited with 3");
        }

        started.Task.Snapshot
            .Should().BeEquivalentTo(new { State = TaskState.Failed, ErrorMessage = "exited with 3", ErrorType = "Script" });
        (await test.Monitor.RetryAsync(started.Task.Id)).Message.Should().Contain("Run its script again");
    }

    [Fact]
    public async Task Cancel_Running_ReachesTheScriptAndEndsWhenItHasStopped()
    {
        await using var test = new TestMonitor();
        var started = await test.Monitor.StartExternalAsync("Nightly backup");
        await test.Until(started.Task.Id, now => now.State == TaskState.Running);

        await started.Task.CancelAsync("Anna Lind");
        using (var script = await SpeakAsync(test, started))
        {
            script.IsCancelRequested.Should().BeTrue();
            started.Task.Snapshot.State.Should().Be(TaskState.Cancelling);
            await script.FailAsync("Stopped after 3 files");
        }

        started.Task.Snapshot
            .Should().BeEquivalentTo(new { State = TaskState.Cancelled, Reason = TaskReason.ByUser, CancelRequestedBy = "Anna Lind" });
        (await test.LinesAsync(started.Task.Id)).Select(line => line.Text).Should().Equal("Stopped after 3 files");
    }

    [Fact]
    public async Task Cancel_ScriptThatDoesNotListen_IsAbandonedAfterTheGracePeriod()
    {
        await using var test = new TestMonitor(time: _time);
        var started = await StartRunningAsync(test);

        await started.Task.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(31));

        await EndedAsync(started).WaitAsync(TestMonitor.MaxWait);
        started.Task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Cancelled, Reason = TaskReason.Abandoned });
    }

    [Fact]
    public async Task Silence_LongerThanTheHeartbeat_IsInterruptedWithASentence()
    {
        await using var test = new TestMonitor(time: _time);
        var started = await StartRunningAsync(test);

        _time.Advance(TimeSpan.FromSeconds(59));
        (await SpeakAsync(test, started)).Dispose();
        _time.Advance(TimeSpan.FromSeconds(59));
        started.Task.Snapshot.State.Should().Be(TaskState.Running, "every call is a heartbeat");
        _time.Advance(TimeSpan.FromSeconds(1));

        await EndedAsync(started).WaitAsync(TestMonitor.MaxWait);
        started.Task.Snapshot.Should().BeEquivalentTo(new
        {
            State = TaskState.Interrupted,
            Reason = TaskReason.HeartbeatTimeout,
            ErrorMessage = "No heartbeat from the script for 60 s.",
        });
    }

    [Fact]
    public async Task Silence_WhileACallIsOpen_IsNone()
    {
        await using var test = new TestMonitor(time: _time);
        var started = await StartRunningAsync(test);

        using (await SpeakAsync(test, started))
        {
            _time.Advance(TimeSpan.FromHours(1));
            started.Task.Snapshot.State.Should().Be(TaskState.Running);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(86_401)]
    public async Task Start_HeartbeatOutsideTheLimits_IsRefused(int seconds)
    {
        await using var test = new TestMonitor();

        await test.Monitor.Invoking(monitor => monitor.StartExternalAsync("Nightly backup", TimeSpan.FromSeconds(seconds)))
            .Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("The heartbeat must be between 00:00:05 and 1.00:00:00.*");
    }

    [Fact]
    public async Task Open_WrongTokenOrTask_SaysWhy()
    {
        await using var test = new TestMonitor();
        var started = await test.Monitor.StartExternalAsync("Nightly backup");
        var other = await test.Monitor.StartExternalAsync("Other");
        var ordinary = test.Monitor.Start("Ordinary", task => Task.Delay(Timeout.Infinite, task.CancellationToken));

        (await test.Monitor.OpenExternalAsync(started.Task.Id, other.Token!)).Result.Outcome.Should().Be(CommandOutcome.NotAllowed);
        (await test.Monitor.OpenExternalAsync(ordinary.Id, other.Token!)).Result.Message.Should().Contain("is not an external task");
        (await test.Monitor.OpenExternalAsync(TaskId.New(DateTimeOffset.UtcNow), other.Token!)).Result.Outcome
            .Should().Be(CommandOutcome.NotFound);
        using (var script = await SpeakAsync(test, started))
        {
            await script.CompleteAsync(null);
        }

        (await test.Monitor.OpenExternalAsync(started.Task.Id, other.Token!)).Result.Outcome
            .Should().Be(CommandOutcome.NotAllowed, "the token counts after the end too");
        (await test.Monitor.OpenExternalAsync(started.Task.Id, started.Token!)).Result.Outcome.Should().Be(CommandOutcome.AlreadyFinal);
    }

    [Fact]
    public async Task Ask_OneQuestionAtATime_IsAnsweredByAPersonAndReadByTheScript()
    {
        await using var test = new TestMonitor();
        var started = await test.Monitor.StartExternalAsync("Nightly backup");
        using var script = await SpeakAsync(test, started);

        (await script.ConfirmAsync("Overwrite?")).Task!.Prompt!.Id.Should().Be("1");
        (await script.ConfirmAsync("And this?")).Message.Should().Contain("already has an open prompt, \"Overwrite?\"");
        (await script.ReadAnswerAsync("1"))!.Status.Should().Be(PromptStatus.Open);
        started.Task.Snapshot.State.Should().Be(TaskState.Waiting);
        await test.Monitor.AnswerAsync(started.Task.Id, "1", (object)true, new Person("Anna Lind"));

        (await script.ReadAnswerAsync("1"))!.Should().BeEquivalentTo(new { Status = PromptStatus.Answered, By = "Anna Lind" });
        (await script.ReadAnswerAsync("2")).Should().BeNull();
        (await script.ChooseAsync("Which?", [new("a", "a"), new("b", "b")])).Task!.Prompt!.Id.Should().Be("2");
        started.Task.Snapshot.State.Should().Be(TaskState.Waiting);
        await started.Task.CancelAsync();
        (await script.ReadAnswerAsync("2"))!.Status.Should().Be(PromptStatus.Closed);
        (await script.ConfirmAsync("Late?")).Message.Should().Contain("was not opened");
    }

    [Fact]
    public async Task Shutdown_WhileAsking_TheNextProcessContinuesUnderTheSameTokenAndQuestion()
    {
        var store = new InMemoryTaskStore();
        ExternalTask started;
        await using (var first = Open(store))
        {
            started = await first.Monitor.StartExternalAsync("Nightly backup");
            using var script = await SpeakAsync(first, started);
            await script.ConfirmAsync("Overwrite?");
        }

        (await store.FindAsync(started.Task.Id, default))!.Should().BeEquivalentTo(new { State = TaskState.Queued, CrashCount = 0 });
        await using var second = Open(store);
        await second.Monitor.OpenAsync();
        using var again = await SpeakAsync(second, started);
        await second.Until(started.Task.Id, now => now is { State: TaskState.Waiting, Prompt.Id: "1" });
        await second.Monitor.AnswerAsync(started.Task.Id, "1", (object)false, new Person("Anna Lind"));
        (await again.ReadAnswerAsync("1"))!.Status.Should().Be(PromptStatus.Answered);
        (await again.ConfirmAsync("Overwrite?")).Task!.Prompt!.Id
            .Should().Be("2", "a script that asks the same again wants to know it again");
        await again.CompleteAsync(null);

        (await second.Monitor.GetAsync(started.Task.Id))!.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Attempt = 2 });
    }

    [Theory]
    [InlineData(0, TaskState.Running)]
    [InlineData(2, TaskState.Failed)]
    public async Task ProcessDied_ScriptContinues_UntilTheThirdLoss(int losses, TaskState expected)
    {
        var store = new InMemoryTaskStore();
        var recorded = new RecordedTask(
            "Nightly backup",
            DateTimeOffset.UtcNow.AddMinutes(-5).ToMicros())
        { Definition = "external", External = new ExternalStart(TimeSpan.FromMinutes(1), new string('0', 64)) };
        for (var i = 0; i <= losses; i++)
        {
            recorded.Add(new TaskStarting("old", i + 1)).Add(new TaskRunning());
            if (i < losses)
            {
                recorded.Add(new TaskLost(TaskReason.ProcessDied, "gone"));
            }
        }

        await store.CommitAsync([recorded.TakeEntry()], default);
        await using var test = Open(store);
        await test.Monitor.OpenAsync();

        (await test.Until(recorded.Id, now => now.State == expected)).Reason
            .Should().Be(expected == TaskState.Failed ? TaskReason.Poison : null);
    }

    [Fact]
    public async Task Start_SameKeyTwice_IsOneTaskWhoseTokenIsShownOnce()
    {
        await using var test = new TestMonitor();

        var first = await test.Monitor.StartExternalAsync("Nightly backup", options: new() { IdempotencyKey = "key" });
        var second = await test.Monitor.StartExternalAsync("Nightly backup", options: new() { IdempotencyKey = "key" });

        second.Task.Id.Should().Be(first.Task.Id);
        second.Token.Should().BeNull();
        await test.Monitor.Invoking(monitor => monitor.StartExternalAsync("Other", options: new() { IdempotencyKey = "key" }))
            .Should().ThrowAsync<KeyReusedException>();
    }

    private static TestMonitor Open(InMemoryTaskStore store) => new(builder => builder.Services.AddSingleton<ITaskStore>(store));

    private static async Task<ExternalTask> StartRunningAsync(TestMonitor test)
    {
        var started = await test.Monitor.StartExternalAsync("Nightly backup");
        (await SpeakAsync(test, started)).Dispose(); // it listens now
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (started.Task.Snapshot.State != TaskState.Running)
        {
            await Task.Delay(1, maxWait.Token); // frames need a clock that runs, and here it stands still
        }

        return started;
    }

    private static async Task<ExternalSession> SpeakAsync(TestMonitor test, ExternalTask started)
    {
        var (result, session) = await test.Monitor.OpenExternalAsync(started.Task.Id, started.Token!).WaitAsync(TestMonitor.MaxWait);
        result.IsAccepted.Should().BeTrue(result.Message);
        return session!;
    }

    private static async Task EndedAsync(ExternalTask started) =>
        await started.Task.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
