using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.Tests.Core.Execution;

/// <summary>What a new process makes of what an old one left, on a store that holds what the old one had committed.</summary>
public class RecoveryTests
{
    private static readonly DateTimeOffset Before = DateTimeOffset.UtcNow.AddMinutes(-5).ToMicros();

    [Fact]
    public async Task Open_RunningWhenTheProcessDied_IsInterruptedWithTheReason()
    {
        var recorded = new RecordedTask("Import", Before).Add(new TaskStarting("old-node", 1)).Add(new TaskRunning());

        await using var test = await ReopenAsync(recorded);

        var found = await test.Until(recorded.Id, snapshot => snapshot.State.IsFinal());
        found.Should().BeEquivalentTo(new
        {
            State = TaskState.Interrupted,
            Reason = TaskReason.ProcessDied,
            ErrorMessage = "The process old-node ended unexpectedly while this task was Running.",
        });
        await test.Monitor.UntilActive(active => active.JustFinished.Any(task => task.Id == recorded.Id));
    }

    [Fact]
    public async Task Open_AskedToStopWhenTheProcessDied_IsCancelled()
    {
        var recorded = new RecordedTask("Import", Before).Add(new TaskStarting("old", 1)).Add(new TaskRunning())
            .Add(new CancelRequested("anna"));

        await using var test = await ReopenAsync(recorded);

        (await test.Until(recorded.Id, snapshot => snapshot.State.IsFinal())).Should().BeEquivalentTo(
            new { State = TaskState.Cancelled, CancelRequestedBy = "anna" });
    }

    [Fact]
    public async Task Open_QueuedDefinition_RunsWithItsInput()
    {
        var recorded = new RecordedTask("Double", Before) { Definition = "double", Input = Json.Parse("""{"number":21}""") };

        await using var test = await ReopenAsync(recorded);

        (await test.Until(recorded.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
        (await test.Monitor.ReadAsync(recorded.Id))!.Result!.Value.GetInt32().Should().Be(42);
    }

    [Fact]
    public async Task Open_QueuedLambdaOrLostDefinition_FailsAndSaysWhy()
    {
        var lambda = new RecordedTask("Lambda", Before);
        var lost = new RecordedTask("Lost", Before) { Definition = "no-longer-there" };

        await using var test = await ReopenAsync(lambda, lost);

        (await test.Until(lambda.Id, snapshot => snapshot.State.IsFinal())).Should().BeEquivalentTo(
            new { State = TaskState.Failed, Reason = TaskReason.NoHandler });
        (await test.Until(lost.Id, snapshot => snapshot.State.IsFinal())).ErrorMessage
            .Should().StartWith("The definition 'no-longer-there' no longer exists");
    }

    [Fact]
    public async Task Open_MoreLeftThanOnePage_AllAreSeenTo()
    {
        var recorded = Enumerable.Range(0, 450)
            .Select(i => new RecordedTask($"Task {i}", Before.AddSeconds(i)).Add(new TaskStarting("old", 1))).ToArray();

        await using var test = await ReopenAsync(recorded);

        await test.Until(recorded[^1].Id, snapshot => snapshot.State == TaskState.Interrupted);
        (await test.Monitor.CountAsync(new TaskQuery { Finished = false })).Should().Be(0);
    }

    [Fact]
    public async Task Open_TaskThatCannotBeRead_FailsItAndSeesToTheOthers()
    {
        using var folder = new TempFolder();
        var database = $"Data Source={folder.File("tasks.db")};Pooling=False";
        var (torn, whole) = (new RecordedTask("Torn", Before) { Definition = "double" },
            new RecordedTask("Whole", Before.AddSeconds(1)) { Definition = "double", Input = Json.Parse("""{"number":21}""") });
        await using (var store = new SqliteTaskStore(database))
        {
            await store.OpenAsync(default);
            await store.CommitAsync([torn.TakeEntry(), whole.TakeEntry()], default);
        }

        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE events SET data = '{' WHERE task_id = (SELECT id FROM tasks WHERE name = 'Torn')";
            await command.ExecuteNonQueryAsync();
        }

        await using var test = Open(new SqliteTaskStore(database));
        await test.Monitor.OpenAsync();

        (await test.Until(whole.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
        (await test.Until(torn.Id, snapshot => snapshot.State.IsFinal()))
            .Should().BeEquivalentTo(new { State = TaskState.Failed, Reason = TaskReason.NotReadable });
    }

    [Fact]
    public async Task Open_StoreThatCannotBeOpened_EndsTheHandlesAndSaysWhy()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("tasks.db"), new string('x', 5_000));
        await using var test = Open(new SqliteTaskStore($"Data Source={folder.File("tasks.db")}"));

        var task = test.Monitor.Start("Without a host", _ => { });

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait))
            .Should().ThrowAsync<TaskStoreException>().WithMessage("The database * cannot be opened*");
    }

    [Fact]
    public async Task Stop_TaskThatListens_IsInterruptedByShutdown()
    {
        var store = new InMemoryTaskStore();
        var test = Open(store);
        var task = test.Monitor.Start("Listens", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        await test.DisposeAsync();

        (await store.FindAsync(task.Id, default))
            .Should().BeEquivalentTo(new { State = TaskState.Interrupted, Reason = TaskReason.Shutdown });
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskInterruptedException>();
    }

    [Fact]
    public async Task Stop_TaskThatDoesNotListen_IsInterruptedAfterTheTimeAllowed()
    {
        var store = new InMemoryTaskStore();
        var test = Open(store);
        var never = new TaskCompletionSource();
        var task = test.Monitor.Start("Deaf", _ => never.Task);
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        await test.DisposeAsync();

        (await store.FindAsync(task.Id, default)).Should().BeEquivalentTo(
            new { State = TaskState.Interrupted, ErrorMessage = "The server was shut down and the task did not stop in time." });
        test.Monitor.Invoking(monitor => monitor.Start("Late", _ => { }))
            .Should().Throw<InvalidOperationException>().WithMessage("'Late' was not started*");
    }

    private static TestMonitor Open(ITaskStore store) => new(tasks =>
    {
        tasks.Services.AddSingleton(store);
        tasks.Services.Configure<BlazorTasksOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        tasks.AddTasksFrom(typeof(SampleTasks).Assembly);
    });

    private static async Task<TestMonitor> ReopenAsync(params RecordedTask[] recorded)
    {
        var store = new InMemoryTaskStore();
        await store.CommitAsync([.. recorded.Select(recorded => recorded.TakeEntry())], default);
        var test = Open(store);
        await test.Monitor.OpenAsync();
        return test;
    }
}
