using BlazorTasks.Execution;
using BlazorTasks.Journal;
using BlazorTasks.Nodes;

namespace BlazorTasks.Cluster;

/// <summary>
/// This process as one of several nodes: claims waiting tasks while it has free slots, takes over the tasks of lost nodes,
/// carries out commands of others, and shows what they change. It looks into the store at every hint, and every few seconds
/// without one.
/// </summary>
internal sealed partial class ClusterNode : IClusterObserver, IAsyncDisposable
{
    private readonly ITaskCluster _cluster;
    private readonly TaskRuntime _runtime;
    private readonly WorkClaimer _claimer;
    private readonly RemoteTasks _remote;
    private readonly CommandReceiver _receiver;
    private readonly LoadMeter _load;
    private readonly ILogger _log;
    private readonly Signal _news = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _hints;
    private int _drains;
    private volatile bool _isStopping;
    private volatile bool _isToldOfWork;

    public ClusterNode(
        ITaskCluster cluster,
        TaskRuntime runtime,
        WorkClaimer claimer,
        RemoteTasks remote,
        CommandRouter commands,
        CommandReceiver receiver,
        ILogger<ClusterNode> log)
    {
        (_cluster, _runtime, _claimer, _remote, _log) = (cluster, runtime, claimer, remote, log);
        (Commands, _receiver) = (commands, receiver);
        _load = new LoadMeter(runtime);
        runtime.Commits.Subscribe(remote.OnCommitted);
        runtime.Feed.Link = cluster.Link;
        runtime.Feed.IsShownElsewhere = () => ReferenceEquals(cluster.Link, INodeLink.None) ? !cluster.IsAlone : cluster.Link.HasViewers;
        runtime.Queue.SlotFreed += (_, _) => LookSoon(ClusterHint.Work);
    }

    public CommandRouter Commands { get; }

    /// <summary>Gets the number of tasks that waited for a node when it was last counted.</summary>
    public int Waiting { get; private set; }

    public async Task JoinAsync()
    {
        var here = TaskNode.Here(_runtime.Options.Node, _runtime.Time.UtcMicros());
        await _cluster.JoinAsync(here, _claimer.Definitions, this, CancellationToken.None).ConfigureAwait(false);
    }

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Stops claiming because the process ends. Commands are still carried out.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Drains a node, or makes it claim tasks again.</summary>
    /// <returns>Whether the node is alive.</returns>
    public async Task<bool> DrainAsync(Guid node, bool isDraining, AuditEntry? audit)
    {
        var isAlive = await _cluster.DrainAsync(node, isDraining, audit, CancellationToken.None).ConfigureAwait(false);
        if (isAlive && node == _cluster.Here)
        {
            Interlocked.Increment(ref _drains);
            _runtime.Queue.IsDraining = isDraining;
        }

        OnHint(ClusterHint.Nodes);
        _cluster.Notify(ClusterHint.Nodes);
        return isAlive;
    }

    /// <summary>Returns the definitions of waiting tasks that no live node knows.</summary>
    public Task<IReadOnlyList<UnknownDefinition>> UnknownAsync(CancellationToken stop) => _cluster.UnknownAsync(stop);

    public NodeLoad ReadLoad() => _load.Read();

    /// <summary>A task was committed by this process.</summary>
    /// <param name="waits">Whether it waits for any node now.</param>
    public void OnCommitted(bool waits)
    {
        if (waits)
        {
            LookSoon(ClusterHint.Work);
        }

        _cluster.Notify(waits ? ClusterHint.Work | ClusterHint.Changes : ClusterHint.Changes);
    }

    public void OnRemoved() => _cluster.Notify(ClusterHint.Removals);

    /// <summary>Reads the state of a task that this process has just lost to another one.</summary>
    public void Refresh(MonitoredTask task)
    {
        _remote.Refresh(task);
        OnHint(ClusterHint.Changes);
    }

    public void OnHint(ClusterHint hint)
    {
        if (hint.HasFlag(ClusterHint.Replies))
        {
            Commands.OnReplies();
        }

        if (hint.HasFlag(ClusterHint.Work))
        {
            _isToldOfWork = true;
        }

        if (hint != ClusterHint.Replies) // for which there is nothing else to look at
        {
            LookSoon(hint);
        }
    }

    public Task<string?> OnCommandAsync(SentCommand command) => _receiver.ReceiveAsync(command);

    public void OnShown(IReadOnlyList<TaskSnapshot> tasks) => _remote.OnShown(tasks);

    /// <summary>Gives up every task of this process: its code is stopped, and nothing more is written.</summary>
    public void OnFenced()
    {
        LogFenced(_runtime.Live.Owned.Count);
        foreach (var task in _runtime.Live.Owned)
        {
            task.OnFenced();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _news.Set();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cluster.LeaveAsync().ConfigureAwait(false);
    }

    private void LookSoon(ClusterHint hint)
    {
        Interlocked.Or(ref _hints, (int)hint);
        _news.Set();
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "This node could not renew its lease in time. Its {Tasks} tasks were stopped, because other nodes may take them over")]
    private partial void LogFenced(int tasks);
}
