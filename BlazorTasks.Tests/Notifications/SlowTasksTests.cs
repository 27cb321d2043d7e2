namespace BlazorTasks.Tests.Notifications;

public sealed class SlowTasksTests
{
    [Fact]
    public async Task Next_RunTakesLongerThanTheOthers_ReturnsItOnce()
    {
        var time = new ManualTimeProvider();
        await using var test = new TestMonitor(tasks => tasks.AddTasksFrom(typeof(Imports).Assembly), time);
        var slow = new SlowTasks(test.Monitor, time);
        for (var run = 0; run < DefinitionStatistics.FewestForEstimate; run++)
        {
            await test.RunAsync("import-a-page");
        }

        Imports.GoOn = new TaskCompletionSource<int>();
        var task = await test.Monitor.StartAsync("import-a-page");

        var found = await Eventually.FoundAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(slow.Next().SingleOrDefault());
        });
        found.Should().BeEquivalentTo(new { What = NotificationEvent.Slow, Task = new { task.Id } });
        time.Advance(TimeSpan.FromSeconds(1));
        slow.Next().Should().BeEmpty();
        Imports.GoOn.SetResult(1);
    }

    public sealed class Imports
    {
        public static TaskCompletionSource<int> GoOn { get; set; } = Done();

        [MonitoredTask("Import a page")]
        public static Task<int> ImportAsync() => GoOn.Task;

        private static TaskCompletionSource<int> Done()
        {
            var done = new TaskCompletionSource<int>();
            done.SetResult(1);
            return done;
        }
    }
}
