namespace BlazorTasks.Benchmarks.Storage;

/// <summary>
/// Finished tasks as a busy year leaves them: 20 definitions, 50 owners, a tenth failed, inputs and errors with words in
/// them.
/// </summary>
internal static class History
{
    private static readonly string[] Words =
    [
        "customer", "invoice", "north", "winter", "order", "reading", "harbour", "ledger",
        "copper", "garden", "signal", "quarter", "window", "silver", "letter", "market",
    ];
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<StoreEntry[]> Batches(int tasks, int size) =>
        Enumerable.Range(0, tasks).Chunk(size).Select(chunk => chunk.Select(Entry).ToArray());

    private static StoreEntry Entry(int number)
    {
        var at = Begin.AddSeconds(number * 20);
        var random = new Random(number);
        var created = new TaskCreated($"Definition {number % 20}")
        {
            Definition = $"definition-{number % 20}",
            Owner = $"owner{number % 50}",
            Label = $"{Words[random.Next(Words.Length)]}-{number}.csv",
            Tags = [Words[number % Words.Length]],
            Input = JsonSerializer.SerializeToElement(new
            {
                file = $"{Words[random.Next(Words.Length)]}-{number}.csv",
                rows = random.Next(100_000)
            }),
        };
        TaskEvent end = number % 10 == 0
            ? new TaskFailed(TaskReason.Exception,
                new TaskError("System.IO.IOException",
                $"The {Words[random.Next(Words.Length)]} at row {random.Next(1000)} could not be read.", null))
            : new TaskSucceeded(JsonSerializer.SerializeToElement(new { imported = random.Next(100_000) }));
        TaskEvent[] events = [created, new TaskStarting("node", 1), new TaskRunning(),
            new TaskProgressed(100, $"Imported {random.Next(100_000)} rows"), end];
        return Tell(events, at, TimeSpan.FromMilliseconds(random.Next(100_000)));
    }

    private static StoreEntry Tell(TaskEvent[] events, DateTimeOffset at, TimeSpan took)
    {
        events[0].Stamp(1, at, 0);
        var snapshot = TaskSnapshot.From(TaskId.New(at), (TaskCreated)events[0]);
        for (var i = 1; i < events.Length; i++)
        {
            events[i].Stamp(i + 1, i == events.Length - 1 ? at + took : at, 1);
            snapshot = snapshot.Apply(events[i]);
        }

        return new StoreEntry(snapshot, events);
    }
}
