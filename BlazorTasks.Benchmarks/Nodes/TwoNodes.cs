using System.Collections.Concurrent;

namespace BlazorTasks.Benchmarks.Nodes;

/// <summary>Two nodes, each with its own lease and connections, on one PostgreSQL database: what passes between them.</summary>
internal static class TwoNodes
{
    private const int Tasks = 10_000;
    private const int InFlight = 256;
    private const int Rounds = 5;
    private const int OneByOne = 200;
    private const int Reporting = 100;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        await ThroughputAsync();
        foreach (var link in new[] { ClusterLink.None, ClusterLink.Orleans })
        {
            await LatencyAsync(link);
        }
    }

    private static async Task ThroughputAsync()
    {
        await using var database = await PostgresDatabase.NewAsync();
        await using var first = await OpenAsync("first", database, ClusterLink.Orleans);
        var alone = await RatesAsync(first.Monitor);
        Figure.Print("durable no-op tasks, one node", alone, "tasks/s");
        await using var second = await OpenAsync("second", database, ClusterLink.Orleans);
        await MeetAsync(first, second, ClusterLink.Orleans);
        var began = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var both = await RatesAsync(first.Monitor, second.Monitor);
        Figure.Print("the same, two nodes", both, "tasks/s", "≥ 1.6 times one, or the processor is the limit");
        var busy = (Process.GetCurrentProcess().TotalProcessorTime - began.TotalProcessorTime) / Stopwatch.GetElapsedTime(began.Item1);
        Figure.Print("processor of the two nodes meanwhile, without the database", busy, "cores");
    }

    private static async Task LatencyAsync(ClusterLink link)
    {
        await using var database = await PostgresDatabase.NewAsync();
        await using var first = await OpenAsync("first", database, link);
        await using var second = await OpenAsync("second", database, link);
        var linked = await MeetAsync(first, second, link);
        Figure.Print($"link {link}: until the nodes have met", linked.TotalSeconds, "s");
        await DrainAsync(second.Monitor, "second");
        await StartElsewhereAsync(second.Monitor, link);
        await CancelElsewhereAsync(first.Monitor, second.Monitor, link);
        await ReportElsewhereAsync(first.Monitor, second.Monitor, link);
    }

    /// <summary>Waits until the nodes know of each other, and are linked if they are to be.</summary>
    private static async Task<TimeSpan> MeetAsync(EngineUnderTest first, EngineUnderTest second, ClusterLink link)
    {
        var began = Stopwatch.GetTimestamp();
        var (one, two) = (first.Get<ITaskStore>().Cluster!, second.Get<ITaskStore>().Cluster!);
        while (one.IsAlone || two.IsAlone || (link != ClusterLink.None && !(one.Link.Reaches(two.Here) && two.Link.Reaches(one.Here))))
        {
            await Task.Delay(20);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private static Task<EngineUnderTest> OpenAsync(string node, PostgresDatabase database, ClusterLink link) =>
        EngineUnderTest.OpenAsync(slots: InFlight, postgres: database.ConnectionString, node: node, link: link);

    private static async Task<List<double>> RatesAsync(params TaskMonitor[] nodes)
    {
        var rates = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(nodes.Select(node => PostgresTasks.RunManyAsync(node, Tasks / nodes.Length, InFlight / nodes.Length)));
            rates.Add(Figure.PerSecond(Tasks, began));
        }

        return rates[1..]; // while the runtime compiles what is hot, nothing is measured
    }

    private static async Task DrainAsync(TaskMonitor monitor, string name)
    {
        var node = (await monitor.NodesAsync()).Single(node => node.Name == name);
        await monitor.DrainNodeAsync(node.Id);
    }

    /// <summary>The drained node starts a task, and the other one, which is idle, runs it.</summary>
    private static async Task StartElsewhereAsync(TaskMonitor drained, ClusterLink link)
    {
        var waits = new List<double>();
        for (var i = 0; i < OneByOne; i++)
        {
            await Task.Delay(20);
            var task = await drained.StartAsync("note-the-time");
            var committed = Stopwatch.GetTimestamp();
            await task.Completion;
            waits.Add(Math.Max(0, Stopwatch.GetElapsedTime(committed, NoteTheTime.RanAt).TotalMilliseconds));
        }

        Print($"link {link}: from the commit of a start to its code on the other, idle node", waits, "≤ 5 ms", "≤ 30 ms");
    }

    private static async Task CancelElsewhereAsync(TaskMonitor owner, TaskMonitor other, ClusterLink link)
    {
        var waits = new List<double>();
        for (var i = 0; i < OneByOne; i++)
        {
            var running = new TaskCompletionSource();
            var task = owner.Start("Wait", async context =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            });
            await running.Task;
            var began = Stopwatch.GetTimestamp();
            await other.CancelAsync(task.Id);
            waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print($"link {link}: a cancellation, from the other node to its acknowledged commit", waits, "≤ 5 ms");
    }

    private static async Task ReportElsewhereAsync(TaskMonitor owner, TaskMonitor other, ClusterLink link)
    {
        var delays = new ConcurrentBag<double>();
        using var stop = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, Reporting).Select(number => owner.Start($"Report {number}", async context =>
        {
            await Task.Delay(number); // not all at the same time
            for (var at = 0; !stop.IsCancellationRequested; at++)
            {
                context.Report(at % 100, Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
                await Task.Delay(100);
            }
        })).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));
        using (other.Subscribe(frame =>
        {
            foreach (var task in frame.Changed.Values)
            {
                if (long.TryParse(task.Status, CultureInfo.InvariantCulture, out var made))
                {
                    delays.Add(Stopwatch.GetElapsedTime(made).TotalMilliseconds);
                }
            }
        }))
        {
            await Task.Delay(Watched);
        }

        await stop.CancelAsync();
        await Task.WhenAll(tasks.Select(task => task.Completion));
        Print(
            $"link {link}: 100 tasks x 10 reports/s, from a report to the frame of the other node",
            [.. delays],
            "≤ 50 ms",
            "≤ 250 ms");
    }

    private static void Print(string what, List<double> values, string half, string most = "")
    {
        Figure.Print($"{what}, p50", Figure.Percentile(values, 0.5), "ms", half);
        Figure.Print($"{what}, p99", Figure.Percentile(values, 0.99), "ms", most);
    }
}

/// <summary>A definition that notes when it ran.</summary>
internal static class NoteTheTime
{
    private static long _ranAt;

    public static long RanAt => Volatile.Read(ref _ranAt);

    [MonitoredTask("Note the time")]
    public static void Run() => Volatile.Write(ref _ranAt, Stopwatch.GetTimestamp());
}
