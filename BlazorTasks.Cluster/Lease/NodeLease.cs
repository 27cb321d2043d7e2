namespace BlazorTasks.Cluster.Lease;

/// <summary>
/// The life of this node in the database. A thread and a connection of its own renew the lease by the database's clock, with
/// one statement that also finds the nodes that are gone: their lease is over, or they have missed two renewals and their
/// session has ended. The node stops trusting its lease before others may take over, and returns under another id.
/// </summary>
internal sealed class NodeLease(string connectionString, PostgresClusterOptions options) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _renewNow = new(initialState: false);
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LeaseSession? _session;
    private LeaseHolder? _holder;
    private Action _onFenced = null!;
    private Action _onNews = null!;
    private Thread? _renewing;
    private Thread? _watching;
    private Guid _fenced;
    private long? _renewedAt;
    private TimeSpan _length;
    private bool _isKilled;
    private bool _isDraining;
    private volatile int _others = -1;

    public Guid Here => _holder?.Node.Id ?? Guid.Empty;

    public bool IsAlone => _others == 0;

    /// <summary>Gets the number of other nodes that were alive at the last renewal, or -1 before the first.</summary>
    public int Others => _others;

    /// <summary>Begins, and returns when this node holds its lease.</summary>
    /// <param name="holder">This node.</param>
    /// <param name="onFenced">Called when the lease is over, before this node gets another id.</param>
    /// <param name="onNews">Called when a node has joined, stopped or was lost.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async Task JoinAsync(LeaseHolder holder, Action onFenced, Action onNews, CancellationToken cancellationToken)
    {
        (_holder, _onFenced, _onNews) = (holder, onFenced, onNews);
        _renewing = Begin(RenewUntilStopped, "BlazorTasks lease");
        _watching = Begin(WatchUntilStopped, "BlazorTasks lease watch");
        await _joined.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews the lease without waiting until it is time, because another node may have joined.</summary>
    public void RenewNow() => _renewNow.Set();

    /// <summary>Ends the lease, if the database can be reached.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_renewing is { } thread)
        {
            await Task.Run(() => thread.Join(TimeSpan.FromSeconds(3))).ConfigureAwait(false);
        }
    }

    /// <summary>Ends without telling anyone, as if the process had been killed, but its code went on. For tests.</summary>
    internal void Kill()
    {
        _isKilled = true;
        _stop.Cancel();
        _renewing?.Join();
        _watching?.Join();
    }

    private static Thread Begin(ThreadStart run, string name)
    {
        var thread = new Thread(run) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void RenewUntilStopped()
    {
        while (!_stop.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            try
            {
                Renew(asked);
            }
#pragma warning disable CA1031 // the database may be away; the next renewal makes up for it
            catch (Exception error)
#pragma warning restore CA1031
            {
                CloseSession();
                if (error is PostgresException)
                {
                    _joined.TrySetException(error);
                }
            }

            var interval = IsAlone ? options.RenewIntervalAlone : options.RenewInterval;
            var left = interval - TimeProvider.System.GetElapsedTime(asked);
            if (left > TimeSpan.Zero)
            {
                WaitHandle.WaitAny([_stop.Token.WaitHandle, _renewNow], left);
            }
        }

        if (!_isKilled)
        {
            EndQuietly();
        }

        CloseSession();
    }

    private void Renew(long asked)
    {
        if (_fenced == Here)
        {
            BeginAnotherLife();
        }

        _session ??= LeaseSession.Open(connectionString, _holder, options);
        if (_session.Renew() is not { } renewal)
        {
            Fence(); // others have found this node gone
            return;
        }

        lock (_gate)
        {
            if (_fenced == Here)
            {
                return; // too late
            }

            (_renewedAt, _length) = (asked, renewal.Length); // from before the question: the lease began no earlier
            _isDraining = renewal.IsDraining;
        }

        _others = renewal.Others;
        _joined.TrySetResult();
        if (renewal.HasNews)
        {
            _onNews();
        }
    }

    /// <summary>The earlier life has ended, for everyone to see, before the next one begins.</summary>
    private void BeginAnotherLife()
    {
        _session ??= LeaseSession.Open(connectionString, holder: null, options);
        _session.End(Here, isLost: true);
        CloseSession();
        lock (_gate)
        {
            var node = _holder!.Node with { Id = Guid.CreateVersion7(), IsDraining = _isDraining };
            (_holder, _renewedAt) = (_holder with { Node = node }, null);
        }
    }

    /// <summary>On a thread of its own, because renewing may block on the network.</summary>
    private void WatchUntilStopped()
    {
        while (!_stop.IsCancellationRequested)
        {
            var left = options.RenewInterval;
            lock (_gate)
            {
                if (_renewedAt is { } since)
                {
                    left = _length - (2 * options.RenewInterval) - TimeProvider.System.GetElapsedTime(since);
                }
            }

            if (left <= TimeSpan.Zero)
            {
                Fence();
                left = options.RenewInterval;
            }

            _stop.Token.WaitHandle.WaitOne(left < options.RenewInterval ? left : options.RenewInterval);
        }
    }

    private void Fence()
    {
        lock (_gate)
        {
            if (_fenced != Here)
            {
                _fenced = Here;
                _onFenced();
            }
        }
    }

    private void EndQuietly()
    {
        try
        {
            (_session ??= LeaseSession.Open(connectionString, holder: null, options)).End(Here, isLost: false);
        }
#pragma warning disable CA1031 // the others find it by themselves
        catch (Exception)
#pragma warning restore CA1031
        {
            CloseSession();
        }
    }

    private void CloseSession()
    {
        _session?.Dispose();
        _session = null;
    }
}
