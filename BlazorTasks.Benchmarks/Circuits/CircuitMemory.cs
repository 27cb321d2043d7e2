namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>What an open page keeps on the server's heap: Active, whatever the number of tasks, and a History of 50 rows.</summary>
internal static class CircuitMemory
{
    private const int Pages = 50;

    /// <summary>
    /// What a page reads first is kept for its circuit for 20 s, and the buffers that opening it took remain in the shared pool of
    /// the runtime for up to a minute.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(70);

    public static async Task RunAsync()
    {
        foreach (var tasks in new[] { 100, 100_000 })
        {
            Figure.Print($"an open Active page at {tasks:N0} tasks", await MeasureAsync(tasks, ""), "KB", "≤ 300 KB");
        }

        Figure.Print("an open History of 50 rows", await MeasureAsync(100, "history"), "KB", "≤ 450 KB");
    }

    private static async Task<double> MeasureAsync(int tasks, string page)
    {
        await using var server = await ServerProcess.StartAsync("dashboard", tasks);
        await server.OpenPagesAsync(5, page); // what the first pages bring into being for all is not theirs
        var before = await server.NumbersAsync(collect: true);
        await server.OpenPagesAsync(Pages, page);
        await server.NumbersAsync(collect: true);
        await Task.Delay(Settled);
        var after = await server.NumbersAsync(collect: true);
        return (after.Heap - before.Heap) / 1024.0 / Pages;
    }
}
