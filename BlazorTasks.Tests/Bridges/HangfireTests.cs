using Hangfire;
using Hangfire.States;

namespace BlazorTasks.Tests.Bridges;

/// <summary>Jobs of the real Hangfire, as they are, appear as tasks.</summary>
public sealed class HangfireTests : IAsyncLifetime
{
    private readonly TestMonitor _test = new(builder =>
    {
        builder.Services.AddHangfire(hangfire => hangfire.UseInMemoryStorage().UseFilter(new AutomaticRetryAttribute { Attempts = 0 }));
        builder.Services.AddHangfireServer(server => server.WorkerCount = 1);
        builder.AddHangfireTasks();
    });

    private List<BackgroundJobServerHostedService>? _servers;

    private IBackgroundJobClient Client => _test.Services.GetRequiredService<IBackgroundJobClient>();

    public Task InitializeAsync() => Task.WhenAll(Servers().Select(server => server.StartAsync(CancellationToken.None)));

    public async Task DisposeAsync()
    {
        await Task.WhenAll(Servers().Select(server => server.StopAsync(CancellationToken.None)));
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Job_ThatRuns_IsATaskWithItsProgressAndLog()
    {
        var id = Client.Enqueue<Jobs>(jobs => jobs.Import("a.csv"));

        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State.IsFinal());

        task.Should().BeEquivalentTo(
            new { Name = "HangfireTests.Jobs.Import", Label = id, State = TaskState.Succeeded, Status = "half of a.csv" });
        (await _test.LinesAsync(task.Id)).Should().Contain(line => line.Text.Contains("Reading a file"));
        await UntilAsync(id, SucceededState.StateName);
    }

    [Fact]
    public async Task Job_ThatFails_FailsAsATaskAndInHangfire()
    {
        var id = Client.Enqueue<Jobs>(jobs => jobs.Fail());

        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State.IsFinal());

        (task.State, task.ErrorMessage).Should().Be((TaskState.Failed, "disk on fire"));
        await UntilAsync(id, FailedState.StateName);
    }

    [Fact]
    public async Task Cancel_OfTheTask_DeletesTheJob()
    {
        var id = Client.Enqueue<Jobs>(jobs => jobs.WaitAsync(CancellationToken.None));
        var task = await _test.Until((await TaskAsync()).Id, snapshot => snapshot.State == TaskState.Running);

        await _test.Monitor.CancelAsync(task.Id, "ada");

        (await _test.Until(task.Id, snapshot => snapshot.State.IsFinal())).State.Should().Be(TaskState.Cancelled);
        await UntilAsync(id, DeletedState.StateName);
    }

    private Task<TaskSnapshot> TaskAsync() => _test.Monitor.FindTaggedAsync("hangfire");

    private List<BackgroundJobServerHostedService> Servers() =>
        _servers ??= [.. _test.Services.GetServices<IHostedService>().OfType<BackgroundJobServerHostedService>()];

    private Task UntilAsync(string job, string state) => Eventually.TrueAsync(() =>
    {
        using var connection = _test.Services.GetRequiredService<JobStorage>().GetConnection();
        return connection.GetJobData(job)?.State == state;
    });

    public sealed class Jobs(ILogger<Jobs> log)
    {
        public void Import(string file)
        {
            log.LogInformation("Reading a file");
            TaskContext.Current.Report(50, $"half of {file}");
        }

        public void Fail() => throw new IOException("disk on fire");

        public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
