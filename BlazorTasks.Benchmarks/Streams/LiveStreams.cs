namespace BlazorTasks.Benchmarks.Streams;

/// <summary>100 clients of the API beside 100 clients of a bare server that sends the same bytes, both ends in this process.</summary>
internal static class LiveStreams
{
    private const int Clients = 100;
    private const int Rounds = 3;

    /// <summary>How far the slowest client may be behind when changes are made as fast as they can be told.</summary>
    private const int Ahead = 400;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        var sample = await SampleAsync();
        foreach (var wire in new[] { Wire.WebSocket, Wire.ServerSentEvents })
        {
            var (bare, ours) = (new List<Seen>(), new List<Seen>());
            for (var round = 0; round < Rounds; round++)
            {
                bare.Add(await MeasureAsync(await BareStreams.StartAsync(sample), wire));
                ours.Add(await MeasureAsync(await TaskStreams.StartAsync(), wire));
            }

            var name = wire == Wire.WebSocket ? "WebSocket" : "server-sent events";
            Figure.Print($"{Clients} × {name}, flat out, bare Kestrel", bare.Select(seen => seen.PerSecond), "messages/s");
            Figure.Print("the API", ours.Select(seen => seen.PerSecond), "messages/s");
            Figure.Print("share of bare Kestrel", ours.Zip(bare, (one, other) => one.PerSecond / other.PerSecond), "", "≥ 0.2");
            Figure.Print($"{Clients} × {name}, 100 changes/s, p99, bare Kestrel", bare.Select(seen => seen.P99), "ms");
            Figure.Print("the API", ours.Select(seen => seen.P99), "ms");
            Figure.Print("ratio to bare Kestrel", ours.Zip(bare, (one, other) => one.P99 / other.P99), "", "≤ 2");
        }

        await StalledReaders.RunAsync();
    }

    /// <summary>A message of the API about a change.</summary>
    private static async Task<string> SampleAsync()
    {
        await using var server = await TaskStreams.StartAsync();
        await using var client = await StreamClient.OpenAsync(server.AddressOf(Wire.WebSocket), Wire.WebSocket);
        while (client.Sample.Length == 0)
        {
            await server.ChangeAsync(Stopwatch.GetTimestamp());
        }

        return client.Sample;
    }

    private static async Task<Seen> MeasureAsync(IStreamServer server, Wire wire)
    {
        var clients = new List<StreamClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await StreamClient.OpenAsync(server.AddressOf(wire), wire));
        }

        await ReachAsync(server, clients);
        var p99 = await PaceAsync(server, clients);
        var seen = new Seen(await FlatOutAsync(server, clients), p99);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await server.DisposeAsync();
        return seen;
    }

    /// <summary>Goes on until everyone is connected and everything is warm.</summary>
    private static async Task ReachAsync(IStreamServer server, List<StreamClient> clients)
    {
        while (clients.Min(client => client.Received) < 200)
        {
            await server.ChangeAsync(Stopwatch.GetTimestamp());
            await Task.Delay(2);
        }
    }

    private static async Task<double> PaceAsync(IStreamServer server, List<StreamClient> clients)
    {
        clients.ForEach(client => client.Delays.Clear());
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Time && await pace.WaitForNextTickAsync();)
        {
            await server.ChangeAsync(Stopwatch.GetTimestamp());
        }

        return Figure.Percentile([.. clients.SelectMany(client => client.Delays.ToArray())], 0.99);
    }

    private static async Task<double> FlatOutAsync(IStreamServer server, List<StreamClient> clients)
    {
        var first = clients.Select(client => client.Received).ToList();
        var began = Stopwatch.GetTimestamp();
        for (long sent = 0; Stopwatch.GetElapsedTime(began) < Time; sent++)
        {
            while (sent % 50 == 0 && sent - Slowest(clients, first) > Ahead)
            {
                await Task.Delay(1);
            }

            await server.ChangeAsync(Stopwatch.GetTimestamp());
        }

        return clients.Select((client, i) => client.Received - first[i]).Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static long Slowest(List<StreamClient> clients, List<long> first) => clients.Select((client, i) => client.Received - first[i])
        .Min();

    private sealed record Seen(double PerSecond, double P99);
}
