namespace BlazorTasks.Tests.Core.Storage;

/// <summary>What every store does whose rows outlive the process, and can be damaged meanwhile.</summary>
public abstract class DurableTaskStoreContract : TaskStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Returns statements that each damage the row of one task.</summary>
    protected abstract IReadOnlyList<string> Damages(IReadOnlyList<TaskId> tasks);

    protected abstract Task ExecuteAsync(string sql);

    /// <summary>The table of events, with its schema.</summary>
    protected virtual string Events => "events";

    [Fact]
    public async Task ListAsync_DamagedRows_AreSkippedAndReported()
    {
        var (tasks, sound) = await DamageAsync(finished: true);
        await CommitAsync(Ended("Last", Noon.AddHours(1)));

        var first = await Store.ListAsync(new TaskQuery { Limit = 1 }, default);
        var second = await Store.ListAsync(new TaskQuery { Limit = 1, Cursor = first.Next }, default);
        var back = await Store.ListAsync(new TaskQuery { Limit = 1, Cursor = second.Previous }, default);

        first.Items.Should().ContainSingle().Which.Name.Should().Be("Last");
        second.Items.Should().ContainSingle().Which.Id.Should().Be(sound);
        second.Next.Should().BeNull();
        back.Items.Should().ContainSingle().Which.Name.Should().Be("Last");
        Store.Unreadable.All.Should().HaveCount(tasks.Count).And.OnlyContain(task => task.Reason.Length > 0 && task.Row.Length > 0);
        Store.Unreadable.All.Select(task => task.Id).Should().Contain(tasks[0]).And.NotContain(sound);
    }

    [Fact]
    public async Task FindAsync_DamagedRow_IsNullAndReportedOnce()
    {
        var (tasks, _) = await DamageAsync(finished: false);
        var found = new List<UnreadableTask>();
        Store.Unreadable.Subscribe(found.Add);

        (await Store.FindAsync(tasks[0], default)).Should().BeNull();
        (await Store.FindAsync(tasks[0], default)).Should().BeNull();

        found.Should().ContainSingle().Which.Id.Should().Be(tasks[0]);
    }

    [Fact]
    public async Task Verify_DamagedRows_AreReportedBesideTheOthers()
    {
        var (tasks, _) = await DamageAsync(finished: false);
        var verifier = new HistoryVerifier(Store);
        var found = new List<string>();

        await foreach (var inconsistency in verifier.RunAsync())
        {
            found.Add(inconsistency);
        }

        found.Should().HaveCount(tasks.Count).And.OnlyContain(line => line.Contains("cannot be read"));
        verifier.Tasks.Should().Be(1);
    }

    [Theory]
    [InlineData(1, "nonsense")]
    [InlineData(2, "{}")]
    [InlineData(3, """{"kind":"of_a_later_version"}""")]
    public async Task EventsAsync_DamagedEvent_LeavesTheOthersReadable(int seq, string json)
    {
        var task = Ended("Damaged", Noon);
        await CommitAsync(task);
        await ExecuteAsync($"UPDATE {Events} SET data = '{json}' WHERE seq = {seq}");

        var events = await Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default);

        events.Select(taskEvent => taskEvent.Seq).Should().Equal(task.Events.Select(taskEvent => taskEvent.Seq));
        events.OfType<UnreadableEvent>().Should().ContainSingle()
            .Which.Should().Match<UnreadableEvent>(unreadable => unreadable.Seq == seq && unreadable.Reason.Length > 0);
        await foreach (var inconsistency in new HistoryVerifier(Store).RunAsync())
        {
            inconsistency.Should().Contain($"event {seq} cannot be read");
        }
    }

    [Fact]
    public async Task RecoverAsync_FirstEventDamaged_DoesNotRunWithAnotherInput()
    {
        var task = new RecordedTask("Queued", Noon) { Definition = "double" };
        await CommitAsync(task);
        await ExecuteAsync($"UPDATE {Events} SET data = 'nothing' WHERE seq = 1");
        await Store.DisposeAsync();
        var store = Create();
        await using var test = new TestMonitor(builder =>
        {
            builder.Services.AddSingleton(store);
            builder.AddTasksFrom(typeof(SampleTasks).Assembly);
        });

        await test.Monitor.OpenAsync();

        (await test.Until(task.Id, found => found.State.IsFinal())).Reason.Should().Be(TaskReason.NotReadable);
        (await test.Monitor.ReadAsync(task.Id))!.Milestones.Should().HaveCountGreaterThan(1);
        (await test.Monitor.ReadAtAsync(task.Id, 1))!.State.Should().Be(TaskState.Queued);
    }

    [Fact]
    public async Task PurgeAsync_DamagedRows_AreDeletedWithTheOthers()
    {
        await DamageAsync(finished: true);

        await Store.PurgeAsync(Noon.AddDays(1), 100, 100, default);

        (await Store.CountAsync(new TaskQuery(), 10, default)).Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_DamagedRows_TheMonitorRecoversTheOthersAndReportsIt()
    {
        var (tasks, sound) = await DamageAsync(finished: false);
        await Store.DisposeAsync();
        var store = Create();
        var log = new LogCollector();
        await using var test = new TestMonitor(builder =>
        {
            builder.Services.AddSingleton(store);
            builder.Services.AddSingleton<ILoggerProvider>(log);
        });

        await test.Monitor.OpenAsync();

        (await test.Until(sound, task => task.State.IsFinal())).Reason.Should().Be(TaskReason.NoHandler);
        var health = await test.Monitor.CheckHealthAsync();
        health.IsReady.Should().BeTrue();
        health.Unreadable.Should().HaveCount(tasks.Count);
        health.Warnings.Should().ContainSingle().Which.Should().Contain("cannot be read").And.Contain("Restore the database from a backup");
        log.Lines.Should().Contain(line => line.Contains($"The task {tasks[0]} (table tasks, ") && line.Contains("Restore the row"));
    }

    /// <summary>Stores one task per kind of damage and a sound one that is older, and damages them.</summary>
    private async Task<(IReadOnlyList<TaskId> Damaged, TaskId Sound)> DamageAsync(bool finished)
    {
        var tasks = Enumerable.Range(0, 20)
            .Select(i => finished ? Ended($"Task {i}", Noon.AddMinutes(i)) : new RecordedTask($"Task {i}", Noon.AddMinutes(i)))
            .ToList();
        var damages = Damages([.. tasks.Skip(1).Select(task => task.Id)]);
        tasks = tasks[..(damages.Count + 1)];
        await CommitAsync(tasks);
        foreach (var sql in damages)
        {
            await ExecuteAsync(sql);
        }

        return ([.. tasks.Skip(1).Select(task => task.Id)], tasks[0].Id);
    }

    private static RecordedTask Ended(string name, DateTimeOffset at) =>
        new RecordedTask(name, at).Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(null));
}
