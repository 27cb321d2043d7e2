namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>
/// A bad network: TCP through it can be slow, silent, cut or refused. What it holds back while it is silent arrives later,
/// as on a real network; what it cuts is gone with a reset.
/// </summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passing = Passing();

    /// <summary>Listens on a free port and hands everything on.</summary>
    /// <param name="target">The port to hand it on to.</param>
    public ChaosProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long every piece is on its way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many bytes a second and direction get through; null for all.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>After how many bytes of a direction a connection is cut; null for never.</summary>
    public long? CutAfter { get; set; }

    /// <summary>Whether new connections are reset at once.</summary>
    public bool Refuses { get; set; }

    /// <summary>How many connections are open.</summary>
    public int Connections
    {
        get
        {
            lock (_open)
            {
                return _open.Count / 2;
            }
        }
    }

    /// <summary>Nothing gets through any more, in either direction, and nobody is told.</summary>
    public void Silence() => _passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives.</summary>
    public void Resume() => _passing.TrySetResult();

    /// <summary>Resets every connection.</summary>
    public void Cut()
    {
        Socket[] all;
        lock (_open)
        {
            all = [.. _open];
        }

        Array.ForEach(all, Reset);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Resume();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ConnectAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // it was disposed, before it listened again or while it did
        }
    }

    private async Task ConnectAsync(Socket client)
    {
        if (Refuses)
        {
            Reset(client);
            return;
        }

        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (_open)
        {
            _open.UnionWith([client, server]);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client)).Unwrap();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // the end of a connection, whoever wanted it
        }

        Reset(client);
        Reset(server);
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var (buffer, passed) = (new byte[16 * 1024], 0L);
        while (await from.ReceiveAsync(buffer.AsMemory(0, Math.Clamp(BytesPerSecond ?? buffer.Length, 1, buffer.Length)),
            _stop.Token) is > 0 and var read)
        {
            await _passing.Task;
            await Task.Delay(Delay + TimeSpan.FromSeconds(BytesPerSecond is { } rate ? (double)read / rate : 0), _stop.Token);
            if ((passed += read) > CutAfter)
            {
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private void Reset(Socket socket)
    {
        lock (_open)
        {
            _open.Remove(socket);
        }

        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            // it was cut before it came to its end
        }

        socket.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }
}
