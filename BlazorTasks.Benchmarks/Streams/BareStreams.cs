using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTasks.Benchmarks.Streams;

/// <summary>
/// As little as a server can do: it sends the same text to all, with nothing behind it. It waits for its clients, and loses
/// none.
/// </summary>
internal sealed class BareStreams : IStreamServer
{
    private readonly ConcurrentBag<WebSocket> _sockets = [];
    private readonly ConcurrentBag<Channel<SseItem<string>>> _events = [];
    private readonly string _before;
    private readonly string _after;
    private WebApplication _app = default!;

    private BareStreams(string sample)
    {
        var at = sample.IndexOf(StreamClient.Marker, StringComparison.Ordinal) + StreamClient.Marker.Length;
        (_before, _after) = (sample[..at], sample[(at + StreamClient.Digits)..]);
    }

    /// <summary>Starts it.</summary>
    /// <param name="sample">A message of the real API: as large are those here.</param>
    public static async Task<BareStreams> StartAsync(string sample)
    {
        var bare = new BareStreams(sample);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        bare._app = builder.Build();
        bare._app.UseWebSockets();
        bare._app.Map("/ws", bare.ServeSocketAsync);
        bare._app.MapGet("/events", bare.ServeEvents);
        await bare._app.StartAsync();
        return bare;
    }

    public Uri AddressOf(Wire wire) => new(new Uri(_app.Urls.First()), wire == Wire.WebSocket ? "/ws" : "/events");

    public async Task ChangeAsync(long at)
    {
        var text = _before + at.ToString(CultureInfo.InvariantCulture).PadLeft(StreamClient.Digits, '0') + _after;
        if (!_sockets.IsEmpty)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            await Task.WhenAll(_sockets.Select(socket =>
                socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask()));
        }

        var item = new SseItem<string>(text);
        foreach (var channel in _events)
        {
            await channel.Writer.WriteAsync(item);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _sockets.Add(socket);
        var buffer = new byte[64];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
                // clients say nothing here
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // it has gone
        }
    }

    private ServerSentEventsResult<string> ServeEvents(CancellationToken gone)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(4_096) { SingleReader = true });
        _events.Add(channel);
        return TypedResults.ServerSentEvents(channel.Reader.ReadAllAsync(gone));
    }
}
