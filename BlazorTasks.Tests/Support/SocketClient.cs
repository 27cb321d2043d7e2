namespace BlazorTasks.Tests.Support;

/// <summary>A client of a socket: says and reads one message after the other.</summary>
public sealed class SocketClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[16 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<SocketClient> OpenAsync(Uri address, string? origin = null)
    {
        var client = new SocketClient();
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        client._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await client._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, default).WaitAsync(TestMonitor.MaxWait);
        }
        catch (WebSocketException refused)
        {
            throw new WebSocketException($"refused with {(int)client._socket.HttpStatusCode}", refused);
        }

        return client;
    }

    public Task SayAsync(string text) => SayAsync(Encoding.UTF8.GetBytes(text));

    public Task SayAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(bytes, type, endOfMessage: true, default).AsTask().WaitAsync(TestMonitor.MaxWait);

    /// <summary>The next message as text, or null when the server closes.</summary>
    public async Task<string?> NextTextAsync()
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        for (var read = 0; ;)
        {
            if (read == _buffer.Length)
            {
                Array.Resize(ref _buffer, read * 2);
            }

            var part = await _socket.ReceiveAsync(_buffer.AsMemory(read), maxWait.Token);
            read += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(_buffer, 0, read);
            }
        }
    }

    public async Task<JsonElement?> NextAsync() => await NextTextAsync() is { } text ? Json.Parse(text) : null;

    /// <summary>The messages up to the first of some kind, that one included, or up to the end.</summary>
    public async Task<JsonElement[]> UntilAsync(Func<JsonElement, bool> last)
    {
        var messages = new List<JsonElement>();
        while (await NextAsync() is { } next)
        {
            messages.Add(next);
            if (last(next))
            {
                break;
            }
        }

        return [.. messages];
    }

    public Task<JsonElement[]> UntilAsync(string type) => UntilAsync(message => message.Type() == type);

    /// <summary>Reads until the server closes.</summary>
    public async Task<WebSocketCloseStatus?> UntilClosedAsync()
    {
        await UntilAsync(_ => false);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        return CloseStatus;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
