using BlazorTasks.Benchmarks.Schedules;

namespace BlazorTasks.Benchmarks.Storage;

/// <summary>Durable no-op tasks on PostgreSQL, started by name: how many a second, and what one costs the server.</summary>
internal static class PostgresTasks
{
    private const int Tasks = 10_000;
    private const int InFlight = 256;
    private const int OneByOne = 300;
    private const int Rounds = 5;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        await using var database = await PostgresDatabase.NewAsync();
        await using var engine = await EngineUnderTest.OpenAsync(slots: InFlight, postgres: database.ConnectionString);
        await RunManyAsync(engine.Monitor, Tasks / 5);
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await RunManyAsync(engine.Monitor, Tasks);
            rates.Add(Figure.PerSecond(Tasks, began));
        }

        Figure.Print("from enqueue to complete, durable", rates, "tasks/s", "≥ 1,500");
        await DrainAsync(engine.Monitor);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = await database.CountAsync();
        for (var i = 0; i < OneByOne; i++)
        {
            await (await engine.Monitor.StartAsync("no-op")).Completion;
        }

        var after = await database.CountAsync();
        Figure.Print("statements for a task, one after the other", (after.Statements - before.Statements) / (double)OneByOne, "", "≤ 4");
        Figure.Print("writing transactions for a task", (after.Writes - before.Writes) / (double)OneByOne, "", "≤ 2");
        await IdleAsync(database, "statements a second when idle");
        await DueSchedules.AddDistantAsync(engine);
        await IdleAsync(database, "the same with 10,000 schedules");
    }

    /// <summary>Tasks that are all queued before the first of them is claimed.</summary>
    private static async Task DrainAsync(TaskMonitor monitor)
    {
        var node = (await monitor.NodesAsync()).Single(one => one.EndedAt is null);
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await monitor.DrainNodeAsync(node.Id);
            var tasks = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => monitor.StartAsync("no-op")));
            var began = Stopwatch.GetTimestamp();
            await monitor.UndrainNodeAsync(node.Id);
            await Task.WhenAll(tasks.Select(task => task.Completion));
            rates.Add(Figure.PerSecond(Tasks, began));
        }

        Figure.Print("10,000 queued tasks, until the last is complete", rates, "tasks/s", "≥ graphile-worker");
    }

    private static async Task IdleAsync(PostgresDatabase database, string name)
    {
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = await database.CountAsync();
        await Task.Delay(Quiet);
        var after = await database.CountAsync();
        Figure.Print(name, (after.Statements - before.Statements) / Quiet.TotalSeconds, "", "≤ 1");
    }

    /// <summary>Starts tasks and waits for their ends, so many at a time.</summary>
    public static async Task RunManyAsync(TaskMonitor monitor, int tasks, int inFlight = InFlight)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= tasks)
            {
                await (await monitor.StartAsync("no-op")).Completion;
            }
        }));
    }
}
