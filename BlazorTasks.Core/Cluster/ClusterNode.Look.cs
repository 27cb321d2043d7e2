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
        var isCommanded = hints.HasFlag(ClusterHint.Commands);
        if (isCommanded)
        {
            await Commands.ReceiveAsync(_stop.Token).ConfigureAwait(false); // first: somebody waits for the reply
        }

        var status = await PeekAsync().ConfigureAwait(false);
        if (status.HasCommands && !isCommanded)
        {
            await Commands.ReceiveAsync(_stop.Token).ConfigureAwait(false);
        }

        if (status.HasOrphans && !_isStopping)
        {
            await _claimer.TakeOverAsync(_stop.Token).ConfigureAwait(false);
        }

        if (status.ReadyIn <= TimeSpan.Zero && !_isStopping)
        {
            await _claimer.ClaimAsync(_stop.Token).ConfigureAwait(false);
        }

        if (status.HasChanges || hints.HasFlag(ClusterHint.Changes) || _remote.Position is null)
        {
            await _remote.ReadAsync(_stop.Token).ConfigureAwait(false);
        }

        if (!_isStopping && IsOver(ref _reclaimed, ReclaimInterval))
        {
            await _claimer.ReclaimAsync(_stop.Token).ConfigureAwait(false);
        }

        if (hints.HasFlag(ClusterHint.Removals) || hints.HasFlag(ClusterHint.Nodes) || IsOver(ref _reconciled, ReconcileInterval))
        {
            await _remote.ReconcileAsync(_stop.Token).ConfigureAwait(false);
        }

        return status.ReadyIn is { } next && next > TimeSpan.Zero && next < Interval ? next : Interval;
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
