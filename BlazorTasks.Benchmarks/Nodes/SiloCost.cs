namespace BlazorTasks.Benchmarks.Nodes;

/// <summary>
/// What a direct connection costs a node, which is a process: private memory, and the time until it reaches the other one.
/// </summary>
internal static class SiloCost
{
    private const int Rounds = 3;

    /// <summary>How long a node is idle before its memory is read.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        var (memory, ready) = (new Dictionary<ClusterLink, List<double>>(), new Dictionary<ClusterLink, List<double>>());
        foreach (var link in new[] { ClusterLink.None, ClusterLink.Orleans })
        {
            (memory[link], ready[link]) = ([], []);
            for (var round = 0; round < Rounds; round++)
            {
                await using var database = await PostgresDatabase.NewAsync();
                using var first = Start("first", database.ConnectionString, link);
                await first.StandardOutput.ReadLineAsync(); // it is open; it is ready when the other one is there
                var began = Stopwatch.GetTimestamp();
                using var second = Start("second", database.ConnectionString, link);
                await second.StandardOutput.ReadLineAsync();
                await second.StandardOutput.ReadLineAsync();
                ready[link].Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
                await Task.Delay(Idle);
                memory[link].Add(PrivateMegabytes(second.Id));
                await Task.WhenAll(EndAsync(first), EndAsync(second));
            }

            Figure.Print($"link {link}: private memory of an idle node", memory[link], "MB");
            Figure.Print($"link {link}: start of the process until it knows or reaches the other node", ready[link], "s");
        }

        Figure.Print("private memory of a silo", More(memory), "MB", "≤ 45 MB");
        Figure.Print("start with a silo, longer than without", More(ready), "s", "≤ 3 s");
    }

    private static double More(Dictionary<ClusterLink, List<double>> figures) =>
        Figure.Percentile(figures[ClusterLink.Orleans], 0.5) - Figure.Percentile(figures[ClusterLink.None], 0.5);

    /// <summary>The process: says when it is open, and when it reaches another node, and ends with its input.</summary>
    public static async Task<int> RunNodeAsync(string[] options)
    {
        var link = Enum.Parse<ClusterLink>(options[1]);
        await using var node = await EngineUnderTest.OpenAsync(postgres: options[2], node: options[0], link: link);
        Console.WriteLine("open");
        var cluster = node.Get<ITaskStore>().Cluster!;
        while (cluster.IsAlone || (link != ClusterLink.None && !await ReachesAsync(node)))
        {
            await Task.Delay(10);
        }

        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<bool> ReachesAsync(EngineUnderTest node)
    {
        var cluster = node.Get<ITaskStore>().Cluster!;
        return (await node.Monitor.NodesAsync()).Any(other => other.EndedAt is null && cluster.Link.Reaches(other.Id));
    }

    private static Process Start(string name, string database, ClusterLink link) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(SiloCost).Assembly.Location, "node", name, $"{link}", database])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    /// <summary>What the process shares with no other one.</summary>
    private static double PrivateMegabytes(int process) => File.ReadLines($"/proc/{process}/smaps_rollup")
        .Where(line => line.StartsWith("Private_", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;
}
