namespace BlazorTasks.Benchmarks.Engine;

/// <summary>No-op tasks from start to complete, at most 1,000 at once in flight, with everything that is tracked.</summary>
internal static class Throughput
{
    private const int InFlight = 1_000;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        Figure.Print("in memory", await MeasureAsync(sqlite: false, 200_000), "tasks/s", "≥ 100,000");
        Figure.Print("with SQLite history", await MeasureAsync(sqlite: true, 50_000), "tasks/s", "≥ 10,000");
        Figure.Print("Quartz.NET, RAM store", await QuartzJobs.MeasureAsync(50_000, Rounds), "jobs/s");
    }

    private static async Task<List<double>> MeasureAsync(bool sqlite, int tasks)
    {
        var rounds = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            await using var engine = await EngineUnderTest.OpenAsync(sqlite);
            var began = Stopwatch.GetTimestamp();
            await RunAsync(engine.Monitor, tasks);
            if (round > 0) // the first one warms up
            {
                rounds.Add(Figure.PerSecond(tasks, began));
            }
        }

        return rounds;
    }

    private static async Task RunAsync(TaskMonitor monitor, int tasks)
    {
        var flying = new Task[InFlight];
        Array.Fill(flying, Task.CompletedTask);
        for (var i = 0; i < tasks; i++)
        {
            await flying[i % InFlight];
            flying[i % InFlight] = monitor.Start("no-op", _ => Task.CompletedTask).Completion;
        }

        await Task.WhenAll(flying);
    }
}
