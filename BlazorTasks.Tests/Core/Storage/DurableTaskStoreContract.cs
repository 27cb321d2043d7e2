using BlazorTasks.Storage;
using BlazorTasks.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Tests.Core.Storage;

/// <summary>What every store does whose rows outlive the process, and can be damaged meanwhile.</summary>
public abstract class DurableTaskStoreContract : TaskStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Returns statements that each damage the row of one task.</summary>
    protected abstract IReadOnlyList<string> Damages(IReadOnlyList<TaskId> tasks);

    protected abstract Task ExecuteAsync(string sql);

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
