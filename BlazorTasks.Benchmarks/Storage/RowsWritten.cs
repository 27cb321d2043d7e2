namespace BlazorTasks.Benchmarks.Storage;

/// <summary>
/// The same finished tasks, written by the store and by bare INSERT statements into the same schema: rows of tasks,
/// events and search in transactions of 1,000 tasks.
/// </summary>
internal static class RowsWritten
{
    private const int Tasks = 50_000;
    private const int Batch = 1_000;

    public static async Task RunAsync()
    {
        var batches = History.Batches(Tasks, Batch).ToList();
        var (ours, raw) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            await using (var engine = await EngineUnderTest.OpenAsync(sqlite: true))
            {
                var rows = await WriteAsync(engine.Get<ITaskStore>(), batches, ours);
                await using var bare = await EngineUnderTest.OpenAsync(sqlite: true);
                BareWriter.Write(engine.File, bare.File, batches, raw, rows);
            }
        }

        Figure.Print("the store", ours, "rows/s");
        Figure.Print("bare SQLite, same schema", raw, "rows/s");
        Figure.Print("share of bare SQLite", ours.Zip(raw, (one, other) => one / other), "", "≥ 0.5");
    }

    private static async Task<int> WriteAsync(ITaskStore store, List<StoreEntry[]> batches, List<double> rates)
    {
        var rows = batches.Sum(batch => batch.Sum(entry => entry.Events.Count + entry.Snapshot.Tags.Count + 2));
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            await store.CommitAsync(batch, CancellationToken.None);
        }

        rates.Add(Figure.PerSecond(rows, began));
        return rows;
    }
}
