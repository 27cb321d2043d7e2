using System.Buffers.Text;
using System.Net.WebSockets;

namespace BlazorTasks.Benchmarks.Streams;

/// <summary>A client that does as little as it can: it looks for the time in what it reads.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    /// <summary>What stands before the time at which a change was made.</summary>
    public const string Marker = "\"pause_requested_by\":\"";

    /// <summary>How many digits the time has.</summary>
    public const int Digits = 19;

    private static readonly byte[] MarkerBytes = Encoding.UTF8.GetBytes(Marker);

    private readonly Func<Memory<byte>, CancellationToken, ValueTask<int>> _readAsync;
    private readonly IDisposable _connection;
    private readonly CancellationTokenSource _gone = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Task _reading = Task.CompletedTask;
    private long _received;

    private StreamClient(IDisposable connection, Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync) =>
        (_connection, _readAsync) = (connection, readAsync);

    /// <summary>How many changes it has been told.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>From the change to its arrival, ms.</summary>
    public List<double> Delays { get; } = new(100_000);

    /// <summary>The text around the first change, as a sample of what is sent.</summary>
    public string Sample { get; private set; } = "";

    public static async Task<StreamClient> OpenAsync(Uri address, Wire wire, bool reads = true)
    {
        var client = wire == Wire.WebSocket ? await OpenSocketAsync(address) : OpenEvents(address);
        if (reads)
        {
            client._reading = client.ReadAsync();
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Dispose();
        _gone.Dispose();
    }

    private static async Task<StreamClient> OpenSocketAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, CancellationToken.None);
        return new StreamClient(socket, async (buffer, gone) => (await socket.ReceiveAsync(buffer, gone)).Count);
    }

    private static StreamClient OpenEvents(Uri address)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var body = http.GetStreamAsync(address); // a bare server answers with its first event
        return new StreamClient(http, async (buffer, gone) => await (await body).ReadAsync(buffer, gone));
    }

    private async Task ReadAsync()
    {
        for (var unread = 0; await _readAsync(_buffer.AsMemory(unread), _gone.Token) is > 0 and var read;)
        {
            var rest = Take(_buffer.AsSpan(0, unread + read));
            _buffer.AsSpan(unread + read - rest, rest).CopyTo(_buffer);
            unread = rest;
        }
    }

    /// <summary>Takes the changes, and says how many bytes at the end may be the beginning of another.</summary>
    private int Take(Span<byte> text)
    {
        while (text.IndexOf(MarkerBytes) is >= 0 and var at && text.Length >= at + MarkerBytes.Length + Digits)
        {
            if (Utf8Parser.TryParse(text.Slice(at + MarkerBytes.Length, Digits), out long made, out var digits) && digits == Digits)
            {
                Delays.Add(Stopwatch.GetElapsedTime(made).TotalMilliseconds);
                Sample = Sample.Length > 0 ? Sample : SampleOf(text, at);
                Volatile.Write(ref _received, _received + 1);
            }

            text = text[(at + MarkerBytes.Length)..];
        }

        return Math.Min(text.Length, MarkerBytes.Length + Digits);
    }

    /// <summary>The message around a place, if it is all there.</summary>
    private static string SampleOf(Span<byte> text, int at)
    {
        var begin = text[..at].LastIndexOf("{\"type\""u8);
        var end = text[at..].IndexOf("\"}"u8);
        return begin < 0 || end < 0 ? "" : Encoding.UTF8.GetString(text[begin..(at + end + 2)]);
    }
}
