namespace BlazorTasks.Tests.Core;

public sealed class ClockSetBackTests
{
    [Fact]
    public async Task Report_ClockGoesBackAnHour_IsStillStored()
    {
        var clock = new SettableClock();
        await using var test = new TestMonitor(tasks => tasks.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var running = new TaskCompletionSource<TaskContext>();
        var end = new TaskCompletionSource();
        var task = test.Monitor.Start("Reports", async context =>
        {
            running.SetResult(context);
            await end.Task;
        });
        var code = await running.Task.WaitAsync(TestMonitor.MaxWait);
        code.Report(10);
        await StoredAsync(10);

        clock.SetBack(TimeSpan.FromHours(1));
        code.Report(20);

        await StoredAsync(20);
        end.SetResult();
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        Task StoredAsync(double progress) => Eventually.TrueAsync(
            async () => (await test.Store.FindAsync(task.Id, default))?.Progress == progress);
    }

    private sealed class SettableClock : TimeProvider
    {
        private TimeSpan _offset;

        public void SetBack(TimeSpan by) => _offset -= by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;
    }
}
