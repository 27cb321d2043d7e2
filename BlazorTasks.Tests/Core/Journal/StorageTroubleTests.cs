namespace BlazorTasks.Tests.Core.Journal;

/// <summary>
/// A store that cannot be written under running tasks: they go on, commands are turned away in words, and nothing is lost.
/// </summary>
public sealed class StorageTroubleTests : IAsyncLifetime
{
    private const string Refusal = "Storage has been unavailable since ??:??:?? UTC; ";
    private readonly StoreTrouble _trouble = new();
    private readonly TestMonitor _test;
    private readonly TaskCompletionSource _goOn = new();

    public StorageTroubleTests() => _test = new TestMonitor(builder =>
    {
        _trouble.AddTo(builder);
        builder.AddTasksFrom(typeof(SampleTasks).Assembly).Configure(options =>
        {
            options.CommandTimeout = TimeSpan.FromSeconds(1);
            options.MaxUnwrittenEntries = 100;
        });
        builder.Services.AddSingleton<Ledger>();
    });

    private TaskMonitor Monitor => _test.Monitor;

    public Task InitializeAsync() => Monitor.OpenAsync();

    public async Task DisposeAsync()
    {
        _trouble.End();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task StartAsync_StoreFailsForLong_IsRefusedAndNothingIsStarted()
    {
        await FailingAsync();

        (await FluentActions.Awaiting(() => Monitor.StartAsync("double", Json.Parse("""{"number":2}"""))).Should()
            .ThrowAsync<StorageUnavailableException>()
            .WithMessage($"{Refusal}the task was not started. Try again.")).Which.MayBeStored.Should().BeFalse();
        FluentActions.Invoking(() => Monitor.Start("Lambda", _ => { })).Should().Throw<StorageUnavailableException>();

        _trouble.End();
        var task = await Monitor.StartAsync("double", Json.Parse("""{"number":2}"""));
        await task.Completion.WaitAsync(TestMonitor.MaxWait);
        Monitor.StorageFailingSince.Should().BeNull();
        (await Monitor.ListAsync(new TaskQuery())).Items.Where(found => found.Definition is not null)
            .Should().ContainSingle("nothing of the refused start is left");
    }

    [Fact]
    public async Task Commands_StoreFailsForLong_AreRefusedAndWorkAfterwards()
    {
        var asking = Monitor.Start("Asks", context => context.ConfirmAsync("Go on?"));
        await _test.AskedAsync(asking);
        var ended = Monitor.Start("Ends", _ => { });
        await ended.Completion.WaitAsync(TestMonitor.MaxWait);
        var running = await FailingAsync();

        CommandResult[] refused =
        [
            await Monitor.CancelAsync(running.Id),
            await Monitor.PauseAsync(running.Id),
            await Monitor.AnswerAsync(asking.Id, "1", true),
            await Monitor.DismissAsync(ended.Id),
        ];

        refused.Should().OnlyContain(result => result.Outcome == CommandOutcome.StorageUnavailable);
        refused[0].Message.Should().Match($"{Refusal}Runs was not changed. Try again.");
        asking.Snapshot.Prompt.Should().NotBeNull();
        _trouble.End();
        (await Monitor.AnswerAsync(asking.Id, "1", true)).Outcome.Should().Be(CommandOutcome.Accepted);
        (await Monitor.DismissAsync(ended.Id)).Outcome.Should().Be(CommandOutcome.Accepted);
        (await Monitor.CancelAsync(running.Id)).Outcome.Should().Be(CommandOutcome.Accepted);
        await IsSoundAsync();
    }

    [Fact]
    public async Task CancelAsync_FirstToMeetTheTrouble_IsNotKnownYetAndAppearsWhenStored()
    {
        var (task, _) = await RunningAsync();
        _trouble.Begin();

        var result = await task.CancelAsync("anna");

        result.Outcome.Should().Be(CommandOutcome.NotKnownYet);
        task.Snapshot.State.Should().Be(TaskState.Running, "nobody sees what is not stored");
        _trouble.End();
        await Monitor.Until(task.Id, now => now.State == TaskState.Cancelled);
    }

    [Fact]
    public async Task StartAsync_AgainWithItsKeyWhileNotKnown_IsOneTask()
    {
        var options = new StartOptions { IdempotencyKey = "once" };
        _trouble.Begin();
        var input = Json.Parse("""{"number":2}""");

        (await FluentActions.Awaiting(() => Monitor.StartAsync("double", input, options)).Should()
            .ThrowAsync<StorageUnavailableException>()).Which.MayBeStored.Should().BeTrue();
        (await FluentActions.Awaiting(() => Monitor.StartAsync("double", input, options)).Should()
            .ThrowAsync<StorageUnavailableException>()).Which.MayBeStored.Should().BeTrue();
        await FluentActions.Awaiting(() => Monitor.StartAsync("double", Json.Parse("""{"number":3}"""), options))
            .Should().ThrowAsync<KeyReusedException>();
        _trouble.End();
        var task = await Monitor.StartAsync("double", input, options);
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        (await Monitor.ListAsync(new TaskQuery())).Items.Select(found => found.Id).Should().Equal(task.Id);
    }

    [Fact]
    public async Task Log_MoreThanMayWait_IsDroppedAndCountedAndNothingElseIs()
    {
        var (task, context) = await RunningAsync();
        _trouble.Begin();
        Log(context, 150);
        await Eventually.TrueAsync(async () => (await Monitor.CheckHealthAsync()).Unwritten > 100);

        Log(context, 1_000);
        await context.StepAsync("A step", () => Task.CompletedTask);
        _goOn.SetResult();
        _trouble.End();
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        var ended = (await Monitor.GetAsync(task.Id))!;
        (ended.LogLines, ended.DroppedLines, ended.Steps).Should().Be((150, 1_000, 1));
        await IsSoundAsync();
    }

    [Fact]
    public async Task Commit_MadeButNotAcknowledged_IsAppliedOnce()
    {
        var (task, context) = await RunningAsync();
        _trouble.LoseAnswer();
        context.Log("once");
        await Eventually.TrueAsync(() => task.Snapshot.LogLines == 1);

        _goOn.SetResult();
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        (await _test.LinesAsync(task.Id)).Select(line => line.Text).Should().Equal("once");
        await IsSoundAsync();
    }

    [Fact]
    public async Task StopAsync_WhileAWriteIsUnderWay_WritesTheEndOfEachTaskAfterIt()
    {
        var (task, context) = await RunningAsync();
        var held = _trouble.HoldAsync();
        context.Log("under way");
        await held.WaitAsync(TestMonitor.MaxWait);

        var stopping = Monitor.StopAsync();
        await FluentActions.Awaiting(() => Task.Delay(TestMonitor.MaxWait, context.CancellationToken))
            .Should().ThrowAsync<TaskCanceledException>();
        await Eventually.TrueAsync(() => task.State == TaskState.Interrupted);
        await Task.WhenAny(stopping,
            Task.Delay(TimeSpan.FromMilliseconds(200))); // the journal is told to end in the next moment, and does not say so
        _trouble.Release();

        await stopping.WaitAsync(TestMonitor.MaxWait);
        (await _test.Store.FindAsync(task.Id, default))!.State.Should().Be(TaskState.Interrupted);
    }

    [Fact]
    public async Task Completion_AnotherProcessTookTheTaskOver_Ends()
    {
        var (task, context) = await RunningAsync();
        _trouble.FailOnce(new StaleWriteException([task.Id]));

        context.Log("too late");

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait))
            .Should().ThrowAsync<TaskInterruptedException>().WithMessage("*taken over*");
        await FluentActions.Awaiting(() => Task.Delay(TestMonitor.MaxWait, context.CancellationToken))
            .Should().ThrowAsync<TaskCanceledException>();
    }

    [Fact]
    public async Task Start_QueueIsFull_IsRejectedWithAMessage()
    {
        await using var small = new TestMonitor(
            builder => builder.Configure(options => (options.MaxQueued, options.MaxConcurrency) = (2, 1)));
        var goOn = new TaskCompletionSource();
        await small.Monitor.OpenAsync();
        var tasks = Enumerable.Range(0, 3).Select(_ => small.Monitor.Start("Waits", _ => goOn.Task)).ToList();

        FluentActions.Invoking(() => small.Monitor.Start("One too many", _ => { })).Should().Throw<QueueFullException>()
            .WithMessage("'One too many' was not started because the queue is full (2 tasks). Try again later.");

        goOn.SetResult();
        await Task.WhenAll(tasks.Select(task => task.Completion)).WaitAsync(TestMonitor.MaxWait);
        await small.Monitor.Start("Fits again", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
    }

    private static void Log(TaskContext context, int lines)
    {
        for (var line = 0; line < lines; line++)
        {
            context.Log($"line {line}");
        }
    }

    private async Task<(MonitoredTask Task, TaskContext Context)> RunningAsync()
    {
        var running = new TaskCompletionSource<TaskContext>();
        var task = Monitor.Start("Runs", async context =>
        {
            running.SetResult(context);
            await _goOn.Task.WaitAsync(context.CancellationToken);
        });
        var entered = await running.Task.WaitAsync(TestMonitor.MaxWait);
        await Monitor.Until(task.Id, now => now.State == TaskState.Running);
        return (task, entered);
    }

    /// <summary>A running task whose log line meets a store that fails, until commands no longer wait for it.</summary>
    private async Task<MonitoredTask> FailingAsync()
    {
        var (task, context) = await RunningAsync();
        _trouble.Begin();
        context.Log("while it fails");
        await StoreTrouble.IsReportedAsync(Monitor, _test.Services.GetRequiredService<IOptions<BlazorTasksOptions>>().Value);
        return task;
    }

    private async Task IsSoundAsync()
    {
        var found = new List<string>();
        await foreach (var contradiction in new HistoryVerifier(_test.Store).RunAsync())
        {
            found.Add(contradiction);
        }

        found.Should().BeEmpty();
    }
}
