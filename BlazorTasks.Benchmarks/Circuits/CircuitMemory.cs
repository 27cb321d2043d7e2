namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>What an open Active page keeps on the server's heap, whatever the number of tasks.</summary>
internal static class CircuitMemory
{
    private const int Pages = 50;

    public static async Task RunAsync()
    {
        foreach (var tasks in new[] { 100, 100_000 })
        {
            await using var server = await ServerProcess.StartAsync("dashboard", tasks);
            await server.OpenPagesAsync(5); // what the first pages bring into being for all is not theirs
            var before = await server.NumbersAsync(collect: true);
            await server.OpenPagesAsync(Pages);
            await Task.Delay(TimeSpan.FromSeconds(2));
            var after = await server.NumbersAsync(collect: true);
            Figure.Print($"an open dashboard at {tasks:N0} tasks", (after.Heap - before.Heap) / 1024.0 / Pages, "KB", "≤ 300 KB");
        }
    }
}
