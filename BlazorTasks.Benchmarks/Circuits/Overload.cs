namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>More than the machine can show: 100 dashboards at 10,000 reports a second. The frame rate gives, delays do not grow.</summary>
internal static class Overload
{
    public static async Task RunAsync()
    {
        await using var server = await ServerProcess.StartAsync("dashboard", 1_000);
        await server.OpenPagesAsync(100);
        await server.LoadAsync(10_000);
        foreach (var part in new[] { "first", "second", "third" })
        {
            var seen = await server.WatchAsync(TimeSpan.FromSeconds(10));
            Figure.Print($"{part} 10 s: reports made, of those due", 100 * seen.Reports / 10_000, "%");
            Figure.Print($"{part} 10 s: render batches a second on each page", seen.Batches, "", "fewer than 10, not late");
            Figure.Print($"{part} 10 s: report to batch, p99", Figure.Percentile(seen.Delays, 0.99), "ms", "does not grow");
            Figure.Print($"{part} 10 s: heap", (await server.NumbersAsync(collect: true)).Heap / 1e6, "MB", "does not grow");
            foreach (var page in server.Pages)
            {
                page.Delays.Clear();
            }
        }
    }
}
