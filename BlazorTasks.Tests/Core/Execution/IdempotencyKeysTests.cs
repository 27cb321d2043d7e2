using BlazorTasks.Execution;

namespace BlazorTasks.Tests.Core.Execution;

public sealed class IdempotencyKeysTests
{
    private static readonly StartOptions Once = new() { IdempotencyKey = "once" };

    [Fact]
    public async Task StartOnceAsync_FirstFailsWhileOthersWait_RunsOneAtATime()
    {
        await using var test = new TestMonitor();
        await test.Monitor.OpenAsync();
        var task = test.Monitor.Start<int>("Any", _ => 1);
        var keys = new IdempotencyKeys(task.Runtime);
        var first = new TaskCompletionSource<MonitoredTask<int>>();
        var second = new TaskCompletionSource<MonitoredTask<int>>();
        var (running, most) = (0, 0);
        var starts = new[] { Start(first.Task), Start(second.Task) }.ToList();

        first.SetException(new IOException("no"));
        await FluentActions.Awaiting(() => starts[0]).Should().ThrowAsync<IOException>();
        starts.Add(Start(second.Task)); // comes when the first has left and the second has its turn
        second.SetResult(task);
        await Task.WhenAll(starts.Skip(1)).WaitAsync(TestMonitor.MaxWait);

        most.Should().Be(1);

        Task<MonitoredTask> Start(Task<MonitoredTask<int>> outcome) =>
            keys.StartOnceAsync(new TaskCreated("Any") { IdempotencyKey = "once" }, async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            try
            {
                return await outcome;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
    }

    [Fact]
    public async Task StartAsync_KeyOfARunningTaskOfAnotherResultType_IsAClearErrorAndTheTaskContinues()
    {
        await using var test = new TestMonitor(tasks => tasks.AddTasksFrom(typeof(WaitingTasks).Assembly));
        WaitingTasks.GoOn = new TaskCompletionSource<int>();
        var task = await test.Monitor.StartAsync("waits-for-a-number", options: Once);

        await FluentActions.Awaiting(() => test.Monitor.StartAsync<WaitingTasks, int>(x => x.WaitsAsync(), Once))
            .Should().ThrowAsync<KeyReusedException>()
            .WithMessage($"The idempotency key 'once' was used for task {task.Id}, which has another result type than Int32.*");

        task.Completion.IsCompleted.Should().BeFalse();
        (await test.Monitor.StartAsync("waits-for-a-number", options: Once)).Should().BeSameAs(task);
        WaitingTasks.GoOn.SetResult(1);
        await task.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    public sealed class WaitingTasks
    {
        public static TaskCompletionSource<int> GoOn { get; set; } = new();

        [MonitoredTask("Waits for a number")]
        public Task<int> WaitsAsync() => GoOn.Task;
    }
}
