namespace BlazorTasks.Tests.Endpoints.Live;

public class LiveLimitsTests
{
    [Theory]
    [InlineData(3, 100, HttpStatusCode.TooManyRequests)]
    [InlineData(100, 3, HttpStatusCode.ServiceUnavailable)]
    public async Task Connect_MoreThanAllowed_IsRefusedUntilOneLeaves(int person, int all, HttpStatusCode expected)
    {
        await using var host = await StartAsync(options => (options.MaxStreamsPerPerson, options.MaxStreams) = (person, all));
        using var http = host.Client();
        await using var first = await EventStreamClient.OpenAsync(http, "ops/api/events");
        await using var second = await SocketClient.OpenAsync(new Uri(host.Address, "ops/api/ws"));
        var token = await host.ClientTokenAsync("local");
        await using var third = await SocketClient.OpenAsync(new Uri(host.Address, $"ops/api/clients/{token}/ws"));

        var refused = await http.GetAsync("ops/api/events");
        var socket = () => SocketClient.OpenAsync(new Uri(host.Address, "ops/api/ws"));

        refused.StatusCode.Should().Be(expected);
        refused.Headers.RetryAfter.Should().NotBeNull();
        Json.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("reason").GetString().Should().Be("too_many_streams");
        await socket.Should().ThrowAsync<WebSocketException>().WithMessage($"refused with {(int)expected}");
        await third.DisposeAsync();
        await OpensAsync(http);
    }

    [Fact]
    public async Task Say_MoreThanTheOptionsAllow_IsClosedAndReported()
    {
        await using var host = await StartAsync(options => (options.MaxFrameBytes, options.MaxFramesPerSecond) = (300, 2));
        await using var large = await SocketClient.OpenAsync(new Uri(host.Address, "ops/api/ws"));
        await using var fast = await SocketClient.OpenAsync(new Uri(host.Address, "ops/api/ws"));

        await large.SayAsync(new string('x', 301));
        for (var frame = 0; frame < 10; frame++)
        {
            await fast.SayAsync("{}");
        }

        (await large.UntilClosedAsync(), large.CloseReason).Should().Be((WebSocketCloseStatus.MessageTooBig, "frame_too_large"));
        (await fast.UntilClosedAsync(), fast.CloseReason).Should().Be((WebSocketCloseStatus.PolicyViolation, "too_many_frames"));
    }

    [Fact]
    public async Task Events_NothingHappens_SendKeepAlivesAsOftenAsTheOptionsSay()
    {
        await using var host = await StartAsync(options => options.StreamKeepAlive = TimeSpan.FromMilliseconds(200));
        using var http = host.Client();

        using var response = await http.GetAsync("ops/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        var line = "";
        while (line != ": keep-alive")
        {
            line = await lines.ReadLineAsync(maxWait.Token);
            line.Should().NotBeNull();
        }
    }

    [Theory]
    [InlineData("events")]
    [InlineData("tasks/{id}/events")]
    [InlineData("ws")]
    [InlineData("tasks/{id}/ws")]
    public async Task Connect_FromAForeignOrigin_IsRefused(string path)
    {
        await using var host = await StartAsync(_ => { });
        var task = host.Services.GetRequiredService<TaskMonitor>().Start(
            "Quiet",
            task => Task.Delay(Timeout.Infinite, task.CancellationToken),
            new() { Owner = "mia" });
        var address = new Uri(host.Address, $"ops/api/{path.Replace("{id}", $"{task.Id}", StringComparison.Ordinal)}");
        using var http = host.Client();

        foreach (var origin in new[] { "http://evil.example", "null", "http://127.0.0.1:1" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Origin", origin);
            (await http.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
            var socket = () => SocketClient.OpenAsync(address, origin);
            await socket.Should().ThrowAsync<WebSocketException>().WithMessage("refused with 403");
        }

        if (path.Contains("ws", StringComparison.Ordinal))
        {
            await using var own = await SocketClient.OpenAsync(address, host.Address.GetLeftPart(UriPartial.Authority));
            (await own.NextAsync()).Should().NotBeNull();
        }
    }

    private static Task<EmbeddingHost> StartAsync(Action<DashboardOptions> configure) =>
        EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"), builder => builder.Services.Configure(configure));

    /// <summary>The server notices in its own time that a client has gone.</summary>
    private static async Task OpensAsync(HttpClient http)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (true)
        {
            using var response = await http.GetAsync("ops/api/events", HttpCompletionOption.ResponseHeadersRead, maxWait.Token);
            if (response.IsSuccessStatusCode)
            {
                return;
            }
        }
    }
}
