namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// Another node. Of each kind of message, at most one is on its way to it; what is added meanwhile is sent together, and of
/// several states of a task only the newest.
/// </summary>
internal sealed class Peer(SiloAddress silo, INodeService service, Action<ClusterHint> onLost) : IDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often this node tells another that somebody looks here.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long a node is sent what it watches after it has last asked for it.</summary>
    private static readonly TimeSpan WatchLength = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Dictionary<TaskId, TaskSnapshot> _tasks = [];
    private ClusterHint _hints;
    private bool _isHinting;
    private bool _isShowing;
    private int _isProbing;
    private long _watchedAt;
    private long _askedAt;

    public SiloAddress Silo => silo;

    public bool IsReachable => Volatile.Read(ref _isProbing) == 0;

    /// <summary>Gets whether the node is watching this one.</summary>
    public bool IsViewer => !IsOver(ref _watchedAt, WatchLength);

    public void OnWatched() => Volatile.Write(ref _watchedAt, TimeProvider.System.GetTimestamp());

    public void Hint(ClusterHint hint)
    {
        lock (_gate)
        {
            _hints |= hint;
            if (_isHinting)
            {
                return;
            }

            _isHinting = true;
        }

        _ = SendHintsAsync();
    }

    public void Show(IReadOnlyCollection<TaskSnapshot> tasks)
    {
        lock (_gate)
        {
            foreach (var task in tasks)
            {
                _tasks[task.Id] = task;
            }

            if (_isShowing)
            {
                return;
            }

            _isShowing = true;
        }

        _ = Task.Run(SendTasksAsync);
    }

    /// <summary>Asks the node to show what it shows, if that has not been done for a while.</summary>
    public void Watch(Guid here)
    {
        if (IsReachable && IsOver(ref _askedAt, WatchInterval))
        {
            Volatile.Write(ref _askedAt, TimeProvider.System.GetTimestamp());
            _ = AskAsync(here);
        }
    }

    /// <summary>Delivers a command.</summary>
    /// <returns>The reply, or null if there was none in time.</returns>
    public async Task<string?> DeliverAsync(SentCommand command, CancellationToken cancellationToken)
    {
        string? reply = null;
        await TryAsync(async () => reply = await service
            .Command(command.Number, command.TaskId.Value, command.Epoch, command.Command)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false)).ConfigureAwait(false);
        return reply;
    }

    public void Dispose() => _stop.Cancel();

    private static bool IsOver(ref long since, TimeSpan length) =>
        Volatile.Read(ref since) is var at && (at == 0 || TimeProvider.System.GetElapsedTime(at) >= length);

    private async Task SendHintsAsync()
    {
        while (TakeHints() is var hints and not ClusterHint.None)
        {
            if (!IsReachable || !await TryAsync(() => service.Hint((int)hints)).ConfigureAwait(false))
            {
                onLost(hints);
            }
        }
    }

    private ClusterHint TakeHints()
    {
        lock (_gate)
        {
            var hints = _hints;
            (_hints, _isHinting) = (ClusterHint.None, hints != ClusterHint.None);
            return hints;
        }
    }

    private async Task SendTasksAsync()
    {
        while (TakeTasks() is { Count: > 0 } tasks)
        {
            await TryAsync(() => service.Show([.. tasks.Values.Select(TaskJson.Write)])).ConfigureAwait(false);
        }
    }

    private Dictionary<TaskId, TaskSnapshot> TakeTasks()
    {
        lock (_gate)
        {
            var tasks = _tasks;
            (_tasks, _isShowing) = ([], tasks.Count > 0);
            return tasks;
        }
    }

    /// <summary>A node that does not know this one yet is asked again at the next occasion.</summary>
    private async Task AskAsync(Guid here)
    {
        var isKnown = false;
        if (!await TryAsync(async () => isKnown = await service.Watch(here).ConfigureAwait(false)).ConfigureAwait(false) || !isKnown)
        {
            Volatile.Write(ref _askedAt, 0);
        }
    }

    /// <summary>What fails is lost, and the node is not relied on until it answers again.</summary>
    private async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // a link that fails is a link that is silent: the store has everything
        catch (Exception)
#pragma warning restore CA1031
        {
            if (Interlocked.Exchange(ref _isProbing, 1) == 0)
            {
                _ = ProbeAsync();
            }

            return false;
        }
    }

    private async Task ProbeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await service.Hint((int)ClusterHint.None).ConfigureAwait(false);
                Volatile.Write(ref _askedAt, 0);
                Volatile.Write(ref _isProbing, 0);
                return;
            }
#pragma warning disable CA1031 // whatever it is, the node cannot be reached
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(ProbeInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
