namespace BlazorTasks.Benchmarks.Storage;

/// <summary>What the History page asks of a SQLite file with a million finished tasks.</summary>
internal static class HistoryReads
{
    private const int Tasks = 1_000_000;

    /// <summary>The pages and the search that PostgreSQL is asked for too.</summary>
    public static async Task RunPostgresAsync()
    {
        await using var database = await PostgresDatabase.NewAsync();
        await using var engine = await EngineUnderTest.OpenAsync(postgres: database.ConnectionString);
        var store = engine.Get<ITaskStore>();
        await FillAsync(store);
        await database.ExecuteAsync("VACUUM ANALYZE"); // as the server does by itself, a minute later
        await PageAsync(store, "first page of 50, newest first", new TaskQuery(), 0, "p95 ≤ 20 ms");
        await PageAsync(store, "last page of 50", new TaskQuery { Ascending = true }, 0, "within 2 times the first");
        await SearchAsync(store, "search by name", number => $"Definition {number % 20}", "within 2 times, p95 ≤ 20 ms");
        await SearchAsync(store, "search that few match", number => $"-{number * 7919 % Tasks}.csv");
    }

    public static async Task RunAsync()
    {
        await using var engine = await EngineUnderTest.OpenAsync(sqlite: true);
        var store = engine.Get<ITaskStore>();
        await FillAsync(store);

        await PageAsync(store, "first page of 50, newest first", new TaskQuery(), 0);
        await PageAsync(store, "page of 50 in the middle", new TaskQuery(), Tasks / 2);
        await PageAsync(store, "first page of failed ones", new TaskQuery { States = [TaskState.Failed] }, 0);
        await PageAsync(store, "page of 50 by duration", new TaskQuery { Sort = TaskSort.Duration }, 0);
        var day = new TaskQuery { From = DateTimeOffset.UnixEpoch };
        Print("outcomes of all time", await TimeAsync(20, _ => store.OutcomesAsync(day, TimeSpan.FromDays(30), CancellationToken.None)),
            "p95 ≤ 1 s");
        Print("durations by definition",
            await TimeAsync(50, _ =>
            store.DurationsAsync(new TaskQuery { States = [TaskState.Succeeded] }, 10_000, CancellationToken.None)), "p95 ≤ 100 ms");
        Print("owners there are", await TimeAsync(200, _ => store.ValuesAsync(TaskFacet.Owner, null, 100, CancellationToken.None)),
            "p95 ≤ 5 ms");
        await SearchAsync(store, "search that few match", number => $"-{number * 7919 % Tasks}.csv");
        await SearchAsync(store, "search that many match", number => number % 2 == 0 ? "harbour" : "copper");
        await SearchAsync(store, "search that none matches", number => $"nothing{number}");
    }

    private static async Task FillAsync(ITaskStore store)
    {
        foreach (var batch in History.Batches(Tasks, 2_000))
        {
            await store.CommitAsync(batch, CancellationToken.None);
        }

        await TimeAsync(2_000, _ =>
            store.ListAsync(new TaskQuery { Limit = 50 }, CancellationToken.None)); // until the runtime has compiled what is hot
    }

    private static async Task PageAsync(ITaskStore store, string what, TaskQuery query, int skip, string target = "p50 ≤ 1 ms")
    {
        query = query with { Limit = 50 };
        for (var at = 0; at < skip; at += TaskQuery.MaxLimit)
        {
            query = query with { Cursor = (await store.ListAsync(query with { Limit = TaskQuery.MaxLimit }, CancellationToken.None)).Next };
        }

        Print(what, await TimeAsync(1_000, _ => store.ListAsync(query, CancellationToken.None)), target);
    }

    private static async Task SearchAsync(ITaskStore store, string what, Func<int, string> text, string target = "p95 ≤ 50 ms") =>
        Print(what, await TimeAsync(200, number =>
            store.ListAsync(new TaskQuery { Text = text(number), Limit = 50 }, CancellationToken.None)), target);

    private static void Print(string what, List<double> times, string target) =>
        Console.WriteLine($"| {what} | {Figure.Percentile(times, 0.5):N2} ms | p95 {Figure.Percentile(times, 0.95):N2} | {target} |");

    private static async Task<List<double>> TimeAsync(int times, Func<int, Task> read)
    {
        var took = new List<double>(times);
        for (var i = 0; i < times + 20; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await read(i);
            if (i >= 20)
            {
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        return took;
    }
}
