namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F42: five tasks a second, people who look, and now and then a fault, for as long as one has patience: memory, files and
/// the log of the database stay as they are.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class F42SoakTests(Browsers browsers)
{
    private const int TasksPerSecond = 5;
    private const int Viewers = 5;
    private const long MostGrowth = 64 * 1024 * 1024;
    private const long MostWal = 64 * 1024 * 1024;
    private static readonly TimeSpan Length = FaultRun.IsSoak ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(FaultRun.IsFull ? 120 : 8);
    private static readonly TimeSpan Sample = Length / 30;
    private static readonly TimeSpan BetweenFaults = Length / 3;

    [Fact]
    public async Task Soak_UnderLoadAndFaults_StaysAsItIs()
    {
        var report = new FaultReport("F42", "start", targetMs: 500);
        await using var app = new AppUnderTest();
        await app.StartAsync("--BlazorTasks:MaxFinishedTasks=2000", "--BlazorTasks:AutoDismissAfter=00:00:10");
        await using var visitor = await browsers.VisitAsync(app.Address);
        for (var viewer = 0; viewer < Viewers; viewer++)
        {
            await visitor.OpenAsync();
        }

        using var client = app.Client();
        using var stop = new CancellationTokenSource(Length);
        var load = LoadAsync(client, stop.Token);
        var samples = await WatchAsync(app, stop.Token);
        await load;
        await client.RestAsync();
        await app.StopAsync();
        var settled = samples.Skip(samples.Count / 2).ToList(); // the first half warms up: code is compiled, pools grow
        var third = Math.Max(1, settled.Count / 3);
        var growth = (long)(settled.TakeLast(third).Average(one => one.Memory) - settled.Take(third).Average(one => one.Memory));
        var handles = settled.TakeLast(third).Average(one => one.Handles) - settled.Take(third).Average(one => one.Handles);
        var wal = samples.Max(one => one.Wal);
        var history = await app.ReadAsync();
        var left = history.Tasks.Select(task => task.Snapshot.Id).ToHashSet();
        report.Add(Checker.Judge(history with
        {
            Ops = [.. history.Ops.Where(op => op.Task is not { } id || left.Contains(id))],
            Deeds = [.. history.Deeds.Where(deed => left.Contains(deed.Task))]
        }), 1, app.Log.Ops.Where(op => op.Kind == OpKind.Start)
            .Select(op => op.Took));
        report.Close(string.Create(CultureInfo.InvariantCulture,
            $"{app.Log.Ops.Count} operations in {Length:g}; memory {growth / 1048576.0:+0.0;-0.0} MB and {handles:+0;-0} handles "
            + $"between the thirds of the second half; write-ahead log at most {wal / 1048576.0:0.0} MB"));
        growth.Should().BeLessThan(MostGrowth);
        wal.Should().BeLessThan(MostWal);
        handles.Should().BeLessThan(50);
    }

    private static async Task LoadAsync(FaultClient client, CancellationToken stop)
    {
        string[] definitions = ["work", "work-on", "take-time", "flood-the-log", "ask"];
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / TasksPerSecond));
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var start = await client.StartAsync(definitions[number % definitions.Length], number % definitions.Length == 3
                ? new { lines = 500 } : null);
            if (number % definitions.Length == 4 && start.Task is { } asking)
            {
                await client.CancelAsync(asking);
            }

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Measures until the end, and stops the process for a second now and then.</summary>
    private static async Task<List<(long Memory, int Handles, long Wal)>> WatchAsync(AppUnderTest app, CancellationToken stop)
    {
        var samples = new List<(long, int, long)>();
        var fault = Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Sample, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            samples.Add((app.Memory(), Directory.GetFileSystemEntries($"/proc/{app.Process.Id}/fd")
                .Length, new FileInfo(app.Database + "-wal") is { Exists: true } wal ? wal.Length : 0));
            if (fault.Elapsed > BetweenFaults)
            {
                await app.Process.SignalAsync("STOP");
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
                await app.Process.SignalAsync("CONT");
                fault.Restart();
            }
        }

        return samples;
    }
}
