namespace BlazorTasks.Benchmarks.Streams;

/// <summary>What clients that stop reading cost while a task logs 2,000 lines a second, until they are let go.</summary>
internal static class StalledReaders
{
    private const int Stalled = 10;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"streams-{Guid.NewGuid():N}.db");
        await using (var server = await TaskStreams.StartAsync(tasks => tasks.UseSqlite($"Data Source={file}")))
        {
            await using var reader = await StreamClient.OpenAsync(server.AddressOf(Wire.WebSocket), Wire.WebSocket);
            server.Monitor.Start("Logs", LogAsync);
            await PeakAsync(); // until the ring of recent events is full
            var without = await PeakAsync();
            foreach (var wire in new[] { Wire.WebSocket, Wire.ServerSentEvents })
            {
                var clients = new List<StreamClient>();
                for (var i = 0; i < Stalled; i++)
                {
                    clients.Add(await StreamClient.OpenAsync(server.AddressOf(wire), wire, reads: false));
                }

                Figure.Print($"a reader that stops reading ({wire}), of {Stalled}",
                    Math.Max(0, await PeakAsync() - without) / (double)Stalled / 1024 / 1024, "MB", "≤ 8");
                foreach (var client in clients)
                {
                    await client.DisposeAsync();
                }
            }
        }

        foreach (var end in new[] { "", "-wal", "-shm", ".lock" })
        {
            File.Delete(file + end);
        }
    }

    private static async Task LogAsync(TaskContext task)
    {
        var line = new string('x', 500);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await pace.WaitForNextTickAsync(task.CancellationToken))
        {
            for (var i = 0; i < 20; i++)
            {
                task.Log(line);
            }
        }
    }

    /// <summary>The most memory that this process had within a while.</summary>
    private static async Task<long> PeakAsync()
    {
        var peak = 0L;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Time;)
        {
            await Task.Delay(250);
            GC.Collect();
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        return peak;
    }
}
