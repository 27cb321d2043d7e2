namespace BlazorTasks.Tests.Core.Journal;

/// <summary>A store that can never write something of one task: everybody else's is written, and that task fails in words.</summary>
public sealed class SetAsideTests : IAsyncLifetime
{
    private const string Bad = "Bad";
    private readonly StoreTrouble _trouble = new();
    private readonly TestMonitor _test;

    public SetAsideTests() => _test = new TestMonitor(builder =>
    {
        _trouble.AddTo(builder);
        builder.AddTasksFrom(typeof(SampleTasks).Assembly).Configure(options => options.MaxConcurrency = 1);
    });

    private TaskMonitor Monitor => _test.Monitor;

    public Task InitializeAsync() => Monitor.OpenAsync();

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Append_SomethingThatCanNeverBeStored_FailsItsTaskAndNoOther()
    {
        Refuse(entry => entry.Events.OfType<TaskLogged>().Any(), TooBig);
        var stopped = new TaskCompletionSource();
        var task = Monitor.Start(Bad, async context =>
        {
            context.CancellationToken.Register(stopped.SetResult);
            context.Log("far too much");
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<TaskFailedException>()
            .WithMessage("Bad contains data that cannot be stored: *too big*");

        (task.Snapshot.State, task.Snapshot.Reason).Should().Be((TaskState.Failed, TaskReason.NotStorable));
        await stopped.Task.WaitAsync(TestMonitor.MaxWait);
        await Monitor.Start("Good", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
        (await _test.Store.FindAsync(task.Id, default))!.State.Should().Be(TaskState.Failed);
        Monitor.StorageFailingSince.Should().BeNull("the store itself is well");
        (await Monitor.CheckHealthAsync()).Warnings
            .Should().ContainSingle().Which.Should().StartWith("Tasks that failed because they contain data that cannot be stored: 1.");
    }

    [Fact]
    public async Task StartAsync_StartThatCanNeverBeStored_IsReportedAndDiscarded()
    {
        Refuse(entry => entry.Events.OfType<TaskCreated>().Any(), TooBig, "Double");

        await FluentActions.Awaiting(() => Monitor.StartAsync("double", Json.Parse("""{"number":2}""")).WaitAsync(TestMonitor.MaxWait))
            .Should().ThrowAsync<TaskStoreException>().WithMessage("Double contains data that cannot be stored: *");

        await Monitor.Start("Good", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
        (await Monitor.ListAsync(new TaskQuery())).Items.Select(found => found.Name).Should().Equal("Good");
    }

    [Fact]
    public async Task Start_ClaimIsLostToAnotherProcess_FreesItsSlotAndHoldsNoShutdown()
    {
        Refuse(entry => entry.Events.OfType<TaskStarting>().Any(), entry => new StaleWriteException([entry.Snapshot.Id]));
        var ran = false;
        var task = Monitor.Start(Bad, _ => ran = true);

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<TaskInterruptedException>();

        await Monitor.Start("Next in the only slot", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
        ran.Should().BeFalse();
        (await Monitor.CheckHealthAsync()).Running.Should().Be(0, "a shutdown waits for what runs");
    }

    [Fact]
    public async Task Commit_ManyLinesWait_WritesSomeAtATime()
    {
        var most = 0;
        _trouble.Refuse(entry => (most = Math.Max(most, entry.Events.OfType<TaskLogged>().Sum(chunk => chunk.Lines.Count))) < 0, TooBig);
        var held = _trouble.HoldAsync();
        var task = Monitor.Start("Logs", context =>
        {
            for (var line = 0; line < 20_000; line++)
            {
                context.Log("a line");
            }
        });
        await held.WaitAsync(TestMonitor.MaxWait);
        _trouble.Release();
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        most.Should().BeInRange(1, BlazorTasks.Journal.JournalQueue.MaxBatchWeight + 200);
    }

    private static SqliteException TooBig(StoreEntry entry) => new("SQLite Error 18: 'string or blob too big'.", 18);

    private void Refuse(Func<StoreEntry, bool> entry, Func<StoreEntry, Exception> fault, string name = Bad) =>
        _trouble.Refuse(one => one.Snapshot.Name == name && entry(one), fault);
}
