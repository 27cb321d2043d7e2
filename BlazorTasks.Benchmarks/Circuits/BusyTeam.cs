namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>A busy team: 1,000 tasks with 10 reports a second each, 20 dashboards open on the Active page.</summary>
internal static class BusyTeam
{
    private const int Tasks = 1_000;
    private const int Reports = 10_000;
    private const int Dashboards = 20;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    public static async Task RunAsync()
    {
        var (ours, bare, quiet) = (new List<Watched>(), new List<Watched>(), new List<Watched>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await MeasureAsync("bare", Reports, Dashboards));
            ours.Add(await MeasureAsync("dashboard", Reports, Dashboards));
            quiet.Add(await MeasureAsync("dashboard", 2, 1, among: 1));
        }

        Figure.Print("reports made, of those due", ours.Select(seen => 100 * seen.Reports / Reports), "%", "≥ 99 %");
        Figure.Print("first change after a quiet moment, report to batch, p50", quiet.Select(seen => Figure.Percentile(seen.Delays, 0.5)),
            "ms", "≤ 10 ms");
        Figure.Print("under load, report to batch, p50", ours.Select(seen => Figure.Percentile(seen.Delays, 0.5)), "ms");
        Figure.Print("under load, report to batch, p99", ours.Select(seen => Figure.Percentile(seen.Delays, 0.99)), "ms",
            "≤ 150 ms (tick + 50)");
        Figure.Print("render batches a second on each page", ours.Select(seen => seen.Batches), "");
        Figure.Print("bytes of a batch", ours.Select(seen => seen.BatchBytes), "bytes");
        Figure.Print("processor", ours.Select(seen => seen.Cores), "cores");
        Figure.Print("processor of the bare circuit (50 rows)", bare.Select(seen => seen.Cores), "cores");
        Figure.Print("processor, ratio", ours.Zip(bare, (one, other) => one.Cores / other.Cores), "", "≤ 1.5");
    }

    private static async Task<Watched> MeasureAsync(string kind, int perSecond, int dashboards, int? among = null)
    {
        await using var server = await ServerProcess.StartAsync(kind, Tasks);
        await server.OpenPagesAsync(dashboards);
        await server.LoadAsync(perSecond, among);
        return await server.WatchAsync(Time);
    }
}
