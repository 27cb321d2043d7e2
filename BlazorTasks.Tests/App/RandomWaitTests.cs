using BlazorTasks.App.Samples.Waiting;

namespace BlazorTasks.Tests.App;

public class RandomWaitTests
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("{}", 2, 6)]
    [InlineData("""{"min_seconds":0.5}""", 0.5, 6)]
    [InlineData("""{"min_seconds":10,"max_seconds":10}""", 10, 10)]
    public async Task Wait_Limits_WaitsThatLongAndReportsAtRegularIntervals(string input, double least, double most)
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("random-wait", Json.Parse(input));
        var waits = await WaitsAsync(task);

        var result = (await test.Monitor.ReadAsync(task.Id))!.Result!.Value;
        result.GetProperty("seconds").GetDouble().Should().BeInRange(least, most);
        waits.Should().HaveCount(20).And.OnlyContain(wait => Math.Abs((wait - waits[0]).TotalMilliseconds) <= 1);
        waits.Sum(wait => wait.TotalSeconds).Should().BeApproximately(result.GetProperty("seconds").GetDouble(), 0.002);
        task.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Progress = 100.0 });
    }

    [Fact]
    public async Task Wait_Long_ReportsAtLeastOnceASecond()
    {
        await using var test = Open();

        var task = await test.Monitor.StartAsync("random-wait", Json.Parse("""{"min_seconds":90,"max_seconds":90}"""));

        (await WaitsAsync(task)).Should().HaveCount(90).And.OnlyContain(wait => wait == TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Wait_HalfOver_ShowsHalfOfTheProgressAndCanBeCancelled()
    {
        await using var test = Open();
        var task = await test.Monitor.StartAsync("random-wait", Json.Parse("""{"min_seconds":10,"max_seconds":10}"""));
        for (var wait = 0; wait < 10; wait++)
        {
            await _time.PassNextWaitAsync(task.Completion);
        }

        var half = await test.Until(task.Id, snapshot => snapshot.Progress >= 50);
        await task.CancelAsync();

        half.Should().BeEquivalentTo(new { State = TaskState.Running, Progress = 50.0, Status = "5.0 of 10.0 s" });
        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
    }

    [Fact]
    public async Task Wait_LeastAboveMost_FailsInWords()
    {
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("random-wait", """{"min_seconds":8}""")).Should().ThrowAsync<ValidationException>()
            .WithMessage("The maximum (6 s) must not be less than the minimum (8 s).");
    }

    [Theory]
    [InlineData("""{"min_seconds":-1}""", "min_seconds: Enter a number from 0 to 86,400.")]
    [InlineData("""{"max_seconds":"long"}""", "max_seconds: Enter a number from 0 to 86,400.")]
    public async Task Start_WrongLimits_SaysWhatToEnter(string input, string expected)
    {
        await using var test = Open();

        await test.Awaiting(t => t.RunAsync("random-wait", input)).Should().ThrowAsync<InvalidInputException>().WithMessage(expected);
    }

    private async Task<List<TimeSpan>> WaitsAsync(MonitoredTask task)
    {
        var waits = new List<TimeSpan>();
        while (await _time.PassNextWaitAsync(task.Completion) is { } wait)
        {
            waits.Add(wait);
        }

        await task.Completion;
        return waits;
    }

    /// <summary>Only the sample lives by the clock that the test moves; the engine shows things in real time.</summary>
    private TestMonitor Open() => new(tasks =>
        tasks.AddTasksFrom(typeof(RandomWait).Assembly).Services.AddTransient(_ => new RandomWait(_time)));
}
