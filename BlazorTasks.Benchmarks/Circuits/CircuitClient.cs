using System.Buffers.Text;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>
/// An open page without a browser: it fetches the page, starts its circuit, acknowledges every render batch and answers
/// calls to JavaScript with nothing. It counts batches and bytes, and times the stamps "T!ticks!" that it finds in them.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CircuitProtocol _protocol = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _rendered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private long _batches;
    private long _bytes;

    /// <summary>How many render batches came.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>How many bytes they had.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>From each stamp to the arrival of the batch that holds it, ms, while <see cref="IsTiming"/>.</summary>
    public List<double> Delays { get; } = [];

    public bool IsTiming { get; set; }

    public static async Task<CircuitClient> OpenAsync(HttpClient http, string page)
    {
        var html = await http.GetStringAsync(page);
        var markers = Marker().Matches(html).Select(match => match.Groups["marker"].Value)
            .Where(marker => marker.Contains("\"descriptor\"", StringComparison.Ordinal));
        var state = State().Match(html).Groups["state"].Value;
        using var negotiated = await http.PostAsync("_blazor/negotiate?negotiateVersion=1", null);
        var token = JsonDocument.Parse(await negotiated.EnsureSuccessStatusCode().Content.ReadAsStringAsync())
            .RootElement.GetProperty("connectionToken").GetString();
        var client = new CircuitClient();
        var address = http.BaseAddress!.ToString();
        client._socket.Options.SetRequestHeader("Origin", http.BaseAddress.GetLeftPart(UriPartial.Authority));
        await client._socket.ConnectAsync(new Uri($"{address.Replace("http", "ws", StringComparison.Ordinal)}_blazor?id={token}"),
            CancellationToken.None);
        await client._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"),
            WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        _ = client.ReceiveAsync();
        _ = client.PingAsync();
        await client.SendAsync(new InvocationMessage("0", "StartCircuit",
            [address, address + page, $"[{string.Join(',', markers)}]", state]));
        await client._rendered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var reading = ReadAsync(pipe.Reader);
        try
        {
            while (await _socket.ReceiveAsync(pipe.Writer.GetMemory(64 * 1024),
                _closed.Token) is { MessageType: not WebSocketMessageType.Close } received)
            {
                pipe.Writer.Advance(received.Count);
                await pipe.Writer.FlushAsync();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            _rendered.TrySetException(error);
        }

        await pipe.Writer.CompleteAsync();
        await reading;
    }

    private async Task ReadAsync(PipeReader reader)
    {
        var shaken = false;
        while (await reader.ReadAsync() is { IsCompleted: false } read)
        {
            var left = read.Buffer;
            shaken = shaken || HandshakeProtocol.TryParseResponseMessage(ref left, out _);
            while (shaken && _protocol.TryRead(ref left, out var message))
            {
                await HandleAsync(message);
            }

            reader.AdvanceTo(left.Start, left.End);
        }
    }

    private async Task HandleAsync(HubMessage message)
    {
        switch (message)
        {
            case InvocationMessage { Target: "JS.RenderBatch", Arguments: [long id, byte[] batch] }:
                Count(batch);
                await SendAsync(new InvocationMessage("OnRenderCompleted", [id, null]));
                _rendered.TrySetResult();
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS", Arguments: [long handle, .., int kind, _, _] } when handle != 0:
                var result = kind == 1 ? $"{{\"__jsObjectId\":{handle}}}" : "null";
                await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [handle, true, $"[{handle},true,{result}]"]));
                break;
            case InvocationMessage { Target: "JS.Error", Arguments: [string error, ..] }:
                _rendered.TrySetException(new InvalidOperationException(error));
                break;
            case InvocationBindingFailureMessage failure:
                _rendered.TrySetException(
                    new InvalidOperationException($"{failure.Target}: {failure.BindingFailure.SourceException.Message}"));
                break;
            case CloseMessage close:
                _rendered.TrySetException(new InvalidOperationException(close.Error));
                break;
        }
    }

    private void Count(ReadOnlySpan<byte> batch)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _bytes, batch.Length);
        while (IsTiming && batch.IndexOf("T!"u8) is >= 0 and var at)
        {
            batch = batch[(at + 2)..];
            if (Utf8Parser.TryParse(batch, out long stamp, out _))
            {
                Delays.Add(Stopwatch.GetElapsedTime(stamp, now).TotalMilliseconds);
            }
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (!_closed.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            await SendAsync(PingMessage.Instance);
        }
    }

    private async Task SendAsync(HubMessage message)
    {
        await _sending.WaitAsync();
        try
        {
            if (_socket.State == WebSocketState.Open)
            {
                await _socket.SendAsync(CircuitProtocol.Write(message), WebSocketMessageType.Binary, endOfMessage: true,
                    CancellationToken.None);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(?<marker>\\{.*?\\})-->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex State();
}
