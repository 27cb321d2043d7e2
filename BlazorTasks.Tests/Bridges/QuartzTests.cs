using Quartz;

namespace BlazorTasks.Tests.Bridges;

/// <summary>Jobs of the real Quartz.NET, as they are, appear as tasks.</summary>
public sealed class QuartzTests : IAsyncLifetime
{
    private readonly TestMonitor _test = new(builder => builder.Services.AddQuartz(quartz => quartz.AddMonitoredTasks()));
    private IScheduler _scheduler = null!;

    public async Task InitializeAsync()
    {
        _scheduler = await _test.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await _scheduler.Start();
    }

    public async Task DisposeAsync()
    {
        await _scheduler.Shutdown(waitForJobsToComplete: false);
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Job_ThatRuns_IsATaskWithItsProgressAndLog()
    {
        await ScheduleAsync<Import>("nightly");

        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State == TaskState.Succeeded);

        task.Should().BeEquivalentTo(new { Name = "nightly", Label = "now", Status = "half" });
        (await _test.LinesAsync(task.Id)).Should().ContainSingle(line => line.Text.Contains("Reading a.csv"));
    }

    [Fact]
    public async Task Job_ThatFails_FailsAsATask()
    {
        await ScheduleAsync<Broken>("broken");

        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State.IsFinal());

        (task.State, task.ErrorMessage).Should().Be((TaskState.Failed, "disk on fire"));
    }

    [Fact]
    public async Task Cancel_OfTheTask_InterruptsTheJob()
    {
        await ScheduleAsync<Endless>("endless");
        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State == TaskState.Running);

        await _test.Monitor.CancelAsync(task.Id, "ada");

        (await _test.Until(task.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Cancelled);
    }

    [Fact]
    public async Task Interrupt_OfTheJob_CancelsTheTask()
    {
        await ScheduleAsync<Endless>("endless");
        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State == TaskState.Running);

        await _scheduler.Interrupt(new JobKey("endless"));

        var ended = await _test.Until(task.Id, snapshot => snapshot.State.IsFinal());
        (ended.State, ended.CancelRequestedBy).Should().Be((TaskState.Cancelled, "Quartz"));
    }

    private async Task ScheduleAsync<T>(string name)
        where T : IJob =>
        await _scheduler.ScheduleJob(
            JobBuilder.Create<T>().WithIdentity(name).Build(),
            TriggerBuilder.Create().WithIdentity("now").StartNow().Build());

    private Task<TaskSnapshot> TaskAsync() => _test.Monitor.FindTaggedAsync("quartz");

    private sealed class Import(ILogger<Import> log) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            log.LogInformation("Reading a.csv");
            TaskContext.Current.Report(50, "half");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Broken : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            throw new IOException("disk on fire");
    }

    private sealed class Endless : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}

internal static class TaggedTasks
{
    /// <summary>Waits for the only task with a tag.</summary>
    public static Task<TaskSnapshot> FindTaggedAsync(this TaskMonitor monitor, string tag) => Eventually.FoundAsync(async () =>
        (await monitor.ListAsync(new TaskQuery { Tag = tag, Finished = false })).Items.SingleOrDefault()
        ?? (await monitor.ListAsync(new TaskQuery { Tag = tag })).Items.SingleOrDefault());
}
