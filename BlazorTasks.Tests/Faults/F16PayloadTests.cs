namespace BlazorTasks.Tests.Faults;

/// <summary>F16: inputs, headers, results and errors that are larger than anybody may send.</summary>
[Collection(FaultTests.Name)]
public sealed class F16PayloadTests
{
    private const int Megabyte = 1024 * 1024;
    private const long MostGrowth = 50 * Megabyte;

    [Fact]
    public async Task Huge_RequestsResultsAndErrors_AreRejectedOrTruncatedAndUseNoMemory()
    {
        var report = new FaultReport("F16", "answer");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await client.UntilAsync(await client.StartedAsync("work"), TaskState.Succeeded);
        var (trials, memory) = (FaultRun.Trials(quick: 1, full: 20), new List<long>());
        for (var trial = 0; trial <= trials; trial++) // the first of anything takes memory too, and does not count
        {
            foreach (var body in (int[])[Megabyte, 100 * Megabyte])
            {
                (await SendAsync(client, body)).Should().BeOneOf(HttpStatusCode.RequestEntityTooLarge, default(HttpStatusCode));
            }

            (await SendHeaderAsync(client)).Should()
                .BeOneOf(HttpStatusCode.RequestHeaderFieldsTooLarge, HttpStatusCode.BadRequest, default(HttpStatusCode));

            foreach (var frame in (int[])[17 * 1024, Megabyte, 100 * Megabyte])
            {
                (await SayAsync(app, frame)).Should()
                    .Be(WebSocketCloseStatus.MessageTooBig, $"a frame of {frame:N0} bytes is none of ours");
            }

            var result = await client.StartedAsync("say-much", new { characters = 10 * Megabyte });
            (await client.UntilAsync(result, task => task.State.IsFinal())).Reason.Should().Be(ApiTaskReason.ResultTooLarge);
            var error = await client.StartedAsync("say-much", new { characters = Megabyte, throws = true });
            (await client.UntilAsync(error, task => task.State.IsFinal())).Error!.Message.Length.Should()
                .BeLessThanOrEqualTo(33_000, "a message that long helps nobody");
            memory.Add(app.Memory());
        }

        var settled = memory[(memory.Count / 4)..]; // before that the collector finds its measure
        var growth = settled[(settled.Count / 2)..].Min() - settled[..(settled.Count / 2)]
            .Min(); // what is in use: above it lies what it has not taken yet
        await app.StopAsync();
        report.Add(await app.JudgeAsync(), trials, []);
        report.Close($"{growth / Megabyte:+0;-0} MB: {string.Join(' ', memory.Select(one => one / Megabyte))}");
        growth.Should().BeLessThan(MostGrowth);
    }

    /// <summary>The status, or none when the server ended the connection before all was sent.</summary>
    private static async Task<HttpStatusCode> SendAsync(FaultClient client, int size)
    {
        using var body = new ByteArrayContent(new byte[size]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await client.Http.PostAsync("tasks", body);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    /// <summary>How the server ends a socket over which so much is said at once.</summary>
    private static async Task<WebSocketCloseStatus?> SayAsync(AppUnderTest app, int size)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(app.SocketAddress, default);
        var (piece, said) = (new byte[16 * 1024], 0);
        try
        {
            for (; said < size; said += piece.Length)
            {
                await socket.SendAsync(piece, WebSocketMessageType.Text, endOfMessage: said + piece.Length >= size, default);
            }
        }
        catch (WebSocketException)
        {
            // it was ended before all was said
        }

        while (socket.State == WebSocketState.Open)
        {
            await socket.ReceiveAsync(piece, default);
        }

        return socket.CloseStatus;
    }

    private static async Task<HttpStatusCode> SendHeaderAsync(FaultClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "tasks");
        request.Headers.Add("X-Long", new string('x', Megabyte));
        try
        {
            using var response = await client.Http.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }
}
