using System.Net.WebSockets;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>A WebSocket with limits on the size of received frames and on the duration of sends.</summary>
internal sealed class LiveSocket(WebSocket socket, TimeProvider time, DashboardOptions limits) : ILiveSender
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private byte[] _buffer = new byte[Math.Min(512, limits.MaxFrameBytes + 1)];
    private bool _isStuck;

    public ValueTask SendAsync(LiveMessage message, string? cursor, CancellationToken stop) =>
        message.Json.IsEmpty ? ValueTask.CompletedTask : SendAsync(message.Json, stop); // WebSockets use pings

    /// <summary>Sends a message.</summary>
    /// <exception cref="StreamEndedException">The client does not accept it.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        // a cancelled send would abort the WebSocket without a close reason
        var send = socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        if (!send.IsCompletedSuccessfully)
        {
            await WaitForAsync(send.AsTask(), stop);
        }
    }

    public ValueTask FlushAsync(CancellationToken stop) => ValueTask.CompletedTask;

    /// <summary>Waits for the next frame of the client.</summary>
    /// <returns>The frame, empty if it is not text, or null if the client has closed the connection. Valid until the next
    /// call.</returns>
    /// <exception cref="StreamEndedException">The frame is too large.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        for (var read = 0; ;)
        {
            if (read == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(read * 4, limits.MaxFrameBytes + 1));
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(read), CancellationToken.None);
            read += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (read > limits.MaxFrameBytes)
            {
                throw StreamEndedException.FrameTooLarge();
            }

            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Text ? _buffer.AsMemory(0, read) : ReadOnlyMemory<byte>.Empty;
            }
        }
    }

    /// <summary>Closes the connection with a reason, and briefly waits for the client's confirmation.</summary>
    public async Task CloseAsync(StreamEndedException? why, Task listening)
    {
        using var maxWait = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            if (!_isStuck && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(why?.Status ?? WebSocketCloseStatus.NormalClosure, why?.Message, maxWait.Token);
                await DrainAsync(listening, maxWait.Token);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // already disconnected
        }
        finally
        {
            socket.Abort();
        }
    }

    /// <summary>
    /// Drains pending input, because otherwise the connection would be reset before the client has read the reason.
    /// </summary>
    private async Task DrainAsync(Task listening, CancellationToken maxWait)
    {
        await listening.WaitAsync(maxWait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (socket.State == WebSocketState.CloseSent)
        {
            await socket.ReceiveAsync(_buffer.AsMemory(), maxWait);
        }
    }

    private async Task WaitForAsync(Task send, CancellationToken stop)
    {
        try
        {
            await send.WaitAsync(limits.StreamSendTimeout, time, stop);
        }
        catch (TimeoutException)
        {
            _isStuck = true;
            throw StreamEndedException.SlowConsumer();
        }
        catch (OperationCanceledException)
        {
            _isStuck = true;
            throw;
        }
    }
}
