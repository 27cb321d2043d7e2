namespace BlazorTasks.Tests.Faults;

/// <summary>F10 and F11: clients of streams that do not read, and connections that died without a word.</summary>
[Collection(FaultTests.Name)]
public sealed class F10StreamTests
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(FaultRun.IsFull ? 10 : 2);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(FaultRun.IsFull ? 10 : 2);

    [Fact]
    public async Task Sockets_ThatAreNotRead_AreLetGoAndOthersHearEverything()
    {
        const int stalled = 12, lines = 8_000;
        var report = new FaultReport("F10", "line to listener");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await using var listener = await SocketClient.OpenAsync(app.SocketAddress);
        await HearAsync(listener, await FloodAsync(client, 1_000));
        var (before, growth) = (app.Memory(), long.MaxValue);
        var sockets = new List<ClientWebSocket>();
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 5); trial++)
        {
            sockets.AddRange(await Task.WhenAll(Enumerable.Range(0, stalled).Select(_ => WhenFreeAsync(() => StallAsync(app)))));

            var (heard, took) = await HearAsync(listener, await FloodAsync(client, lines));

            heard.Should().Equal(Enumerable.Range(1, lines), "who reads is told everything, in order");
            report.Add(new Verdict(0, 0, []), 1, took);
            await Eventually.TrueAsync(() => app.Process.Output.Split("slow_consumer").Length > sockets.Count);
            growth = Math.Min(growth, app.Memory() - before); // what is in use: above it lies what the collector has not taken yet
        }

        sockets.ForEach(socket => socket.Dispose());
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), 0, []);
        report.Close($"{sockets.Count} let go, {growth / Megabyte:+0;-0} MB");
        growth.Should().BeLessThan(stalled * 8L * Megabyte, "what waits for one client is bounded");
    }

    [Fact]
    public async Task Events_ThatAreNotRead_LeaveTheirSeat()
    {
        var report = new FaultReport("F11 slow", "seat is free", targetMs: 30_000);
        await using var app = new AppUnderTest();
        await app.StartAsync("--BlazorTasks:MaxStreamsPerPerson=1", $"--BlazorTasks:StreamSendTimeout={SendTimeout:c}");
        using var client = app.Client();
        using var reader = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4 * 1024 };
        await reader.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        await reader.SendAsync(Encoding.ASCII.GetBytes($"GET /api/events HTTP/1.1\r\nHost: {app.Address.Authority}\r\n\r\n"));
        await Eventually.TrueAsync(async () => await StatusAsync(client) == HttpStatusCode.TooManyRequests);

        var clock = Stopwatch.StartNew();
        await FloodAsync(client, 8_000);
        await Eventually.TrueAsync(async () => await StatusAsync(client) == HttpStatusCode.OK);

        report.Add(new Verdict(0, 0, []), clock.Elapsed);
        await client.RestAsync();
        await app.StopAsync();
        report.Add(await app.JudgeAsync());
        report.Close();
    }

    [Fact]
    public async Task Socket_WhoseNetworkIsSilent_LeavesItsSeat()
    {
        var report = new FaultReport("F11 silent", "seat is free", targetMs: 30_000);
        await using var app = new AppUnderTest();
        await app.StartAsync("--BlazorTasks:MaxStreamsPerPerson=1", $"--BlazorTasks:StreamKeepAlive={KeepAlive:c}");
        await using var network = new ChaosProxy(app.Address.Port);
        using var client = app.Client();
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 5); trial++)
        {
            await using var socket = await WhenFreeAsync(() => SocketClient.OpenAsync(new Uri($"http://127.0.0.1:{network.Port}/api/ws")));
            var reading = socket.UntilAsync(_ => false); // it answers pings while it reads
            await Task.Delay(KeepAlive * 2.5);
            (await StatusAsync(client)).Should().Be(HttpStatusCode.TooManyRequests, "a client that only listens stays");

            network.Silence();
            var clock = Stopwatch.StartNew();
            await Eventually.TrueAsync(async () => await StatusAsync(client) == HttpStatusCode.OK, KeepAlive * 2);

            report.Add(new Verdict(0, 0, []), clock.Elapsed);
            network.Resume();
            network.Cut();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        report.Close();
    }

    /// <summary>A socket that is opened and then never read, with as little room on its way as the system gives.</summary>
    private static async Task<ClientWebSocket> StallAsync(AppUnderTest app)
    {
        var socket = new ClientWebSocket();
        using var way = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancelled) =>
            {
                var connection = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4 * 1024 };
                await connection.ConnectAsync(context.DnsEndPoint, cancelled);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        await socket.ConnectAsync(app.SocketAddress, way, default).WaitAsync(TestMonitor.MaxWait);
        return socket;
    }

    /// <summary>Opens a socket as soon as there is a seat for it: one that is let go leaves its seat a moment later.</summary>
    private static Task<TSocket> WhenFreeAsync<TSocket>(Func<Task<TSocket>> open)
        where TSocket : class => Eventually.FoundAsync(async () =>
        {
            try
            {
                return await open();
            }
            catch (WebSocketException refused) when (refused.ToString().Contains("429"))
            {
                return null;
            }
        });

    private static Task<TaskId> FloodAsync(FaultClient client, int lines) =>
        client.StartedAsync("flood-the-log", new { lines, lines_per_second = 2_000, width = 1_000 });

    /// <summary>The numbers of a task's lines as they are told, and how long the newest line of each message was on its way.</summary>
    private static async Task<(List<int> Lines, List<TimeSpan> Took)> HearAsync(SocketClient listener, TaskId task)
    {
        var (lines, took) = (new List<int>(), new List<TimeSpan>());
        while (await listener.NextAsync() is { } message)
        {
            if (!message.TryGetProperty("task_id", out var id) || id.GetString() != task.ToString())
            {
                continue;
            }

            if (message.Type() == "task_completed")
            {
                break;
            }

            if (message.Type() == "stream")
            {
                var words = message.GetProperty("content").GetString()!.Split('\n').Select(line => line.Split(' ')).ToList();
                lines.AddRange(words.Select(word => int.Parse(word[1], CultureInfo.InvariantCulture)));
                took.Add(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(words[^1][2],
                    CultureInfo.InvariantCulture)));
            }
        }

        return (lines, took);
    }

    private static async Task<HttpStatusCode> StatusAsync(FaultClient client)
    {
        using var response = await client.Http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
