using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Server-sent events: each message is an event with its cursor as the id, so that browsers resume automatically.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time, DashboardOptions limits) : ILiveSender
{
    private const int MaxUnsent = 32 * 1024;

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _unsent;

    public async Task BeginAsync(CancellationToken stop)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // prevents buffering by nginx
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        NoticeDeadClients();
        Write(Encoding.ASCII.GetBytes($"retry: {RandomNumberGenerator.GetInt32(500, 3_000)}\n\n")); // spreads reconnections after a restart
        await FlushAsync(stop);
    }

    public ValueTask SendAsync(LiveMessage message, string? cursor, CancellationToken stop)
    {
        if (message.Json.IsEmpty)
        {
            Write(": keep-alive\n\n"u8);
            return ValueTask.CompletedTask;
        }

        if (cursor is not null)
        {
            Write("id: "u8);
            _unsent += (int)Encoding.ASCII.GetBytes(cursor, _body);
            Write("\n"u8);
        }

        Write("data: "u8);
        Write(message.Json.Span);
        Write("\n\n"u8);
        return _unsent > MaxUnsent ? FlushAsync(stop) : ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync(CancellationToken stop)
    {
        _unsent = 0;
        var flush = _body.FlushAsync(CancellationToken.None);
        try
        {
            _ = flush.IsCompletedSuccessfully ? flush.Result : await flush.AsTask().WaitAsync(limits.StreamSendTimeout, time, stop);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw StreamEndedException.SlowConsumer();
        }
    }

    /// <summary>
    /// Detects clients that have vanished by unconfirmed keep-alives. By default, Linux would keep the connection, and its
    /// lease, for a quarter of an hour.
    /// </summary>
    private void NoticeDeadClients()
    {
        const int tcp = 6, userTimeout = 18;
        if (OperatingSystem.IsLinux()
            && context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket)
        {
            try
            {
                socket.SetRawSocketOption(tcp, userTimeout, BitConverter.GetBytes((int)limits.StreamKeepAlive.TotalMilliseconds));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // already disconnected
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        _unsent += bytes.Length;
    }
}
