namespace BlazorTasks.Cluster;

/// <content>The loop that looks into the store.</content>
internal sealed partial class ClusterNode
{
    /// <summary>How long a lost hint may go unnoticed.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>The same while no other node is alive, so that there are no hints to lose.</summary>
    private static readonly TimeSpan PollIntervalAlone = TimeSpan.FromSeconds(4);

    /// <summary>The shortest time between two looks, so that a flood of hints does not become a flood of statements.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan ReclaimInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(15);

    private long _looked;
    private long _polled;
    private long _reconciled;
    private long _reclaimed;

    private TimeSpan Interval => _cluster.IsAlone ? PollIntervalAlone : PollInterval;

    private async Task RunAsync()
    {
        var sleep = TimeSpan.Zero;
        while (!_stop.IsCancellationRequested)
        {
            using (var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                wait.CancelAfter(sleep);
                await _news.WaitAsync(wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            sleep = Interval;
            try
            {
                sleep = await LookAsync((ClusterHint)Interlocked.Exchange(ref _hints, 0)).ConfigureAwait(false);
                await Task.Delay(MinInterval, _stop.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the store may be unavailable; the next look makes up for it
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotRead(error);
            }
        }
    }

    /// <returns>How long to sleep unless there is a hint.</returns>
    private async Task<TimeSpan> LookAsync(ClusterHint hints)
    {
        if (_runtime.Feed.Subscribers > 0)
        {
            _cluster.Link.Watch();
        }

        var isCommanded = hints.HasFlag(ClusterHint.Commands);
        if (isCommanded)
        {
            await _receiver.ReceiveAsync(_stop.Token).ConfigureAwait(false); // first: somebody waits for the reply
        }

        if (IsWorkExpected())
        {
            await _claimer.ClaimOrdinaryAsync(_stop.Token).ConfigureAwait(false);
        }

        var status = await PeekAsync().ConfigureAwait(false);
        if (status.HasCommands && !isCommanded)
        {
            await _receiver.ReceiveAsync(_stop.Token).ConfigureAwait(false);
        }

        if (!_isStopping)
        {
            await ClaimAsync(status).ConfigureAwait(false);
        }

        await ShowAsync(status, hints).ConfigureAwait(false);
        return status.ReadyIn is { } next && next > TimeSpan.Zero && next < Interval ? next : Interval;
    }

    private async Task ClaimAsync(ClusterStatus status)
    {
        if (status.HasOrphans)
        {
            await _claimer.TakeOverAsync(_stop.Token).ConfigureAwait(false);
        }

        if (status.ReadyIn <= TimeSpan.Zero)
        {
            await _claimer.ClaimAsync(_stop.Token).ConfigureAwait(false);
        }

        if (IsOver(ref _reclaimed, ReclaimInterval))
        {
            await _claimer.ReclaimAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(ClusterStatus status, ClusterHint hints)
    {
        if (status.HasChanges || hints.HasFlag(ClusterHint.Changes) || _remote.Position is null)
        {
            await _remote.ReadAsync(_stop.Token).ConfigureAwait(false);
        }

        if (hints.HasFlag(ClusterHint.Removals) || hints.HasFlag(ClusterHint.Nodes) || IsOver(ref _reconciled, ReconcileInterval))
        {
            await _remote.ReconcileAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether another node has something to do, and this one has looked at nothing for a while. It claims then without looking
    /// first, which saves a round trip when it matters: under load, most of such claims would find nothing left.
    /// </summary>
    private bool IsWorkExpected()
    {
        var isIdle = TimeProvider.System.GetElapsedTime(_looked) > IdleInterval;
        _looked = TimeProvider.System.GetTimestamp();
        var isTold = _isToldOfWork;
        _isToldOfWork = false;
        return isIdle && isTold && !_isStopping;
    }

    /// <summary>Counts, and looks for changes without a hint, only every few seconds.</summary>
    private async Task<ClusterStatus> PeekAsync()
    {
        var drains = Volatile.Read(ref _drains);
        var status = await (IsOver(ref _polled, PollInterval)
            ? _cluster.PeekAsync(_runtime.Options.MaxQueued, _remote.Position, _stop.Token)
            : _cluster.PeekAsync(0, null, _stop.Token)).ConfigureAwait(false);
        Waiting = status.Waiting ?? Waiting;
        if (drains == Volatile.Read(ref _drains)) // otherwise this node was drained, or no longer is, since it was read
        {
            _runtime.Queue.IsDraining = status.IsDraining;
        }

        return status;
    }

    private static bool IsOver(ref long since, TimeSpan interval)
    {
        var isOver = since == 0 || TimeProvider.System.GetElapsedTime(since) >= interval;
        since = isOver ? TimeProvider.System.GetTimestamp() : since;
        return isOver;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node could not read what is new in the store. This is retried")]
    private partial void LogNotRead(Exception error);
}
