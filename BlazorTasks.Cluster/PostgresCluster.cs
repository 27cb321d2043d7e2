using BlazorTasks.Cluster.Commands;
using BlazorTasks.Cluster.Lease;
using BlazorTasks.Cluster.Notifications;
using BlazorTasks.Cluster.Orleans;
using BlazorTasks.Cluster.Queue;
using BlazorTasks.Cluster.Shared;

namespace BlazorTasks.Cluster;

/// <summary>Several processes on one PostgreSQL database.</summary>
internal sealed class PostgresCluster : ITaskCluster, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresQueue _queue;
    private readonly PostgresCommands _commands;
    private readonly PostgresChanges _changes;
    private readonly PostgresNotifications _notifications;
    private readonly IClusterLink? _link;

    public PostgresCluster(
        NpgsqlDataSource source,
        string connectionString,
        string schema,
        UnreadableTasks unreadable,
        PostgresClusterOptions options,
        ILoggerFactory loggers)
    {
        _source = source;
        _queue = new PostgresQueue(source, unreadable);
        _changes = new PostgresChanges(source, unreadable);
        _notifications = new PostgresNotifications(source, connectionString, schema);
        _commands = new PostgresCommands(source, _notifications);
        Lease = new NodeLease(connectionString, options);
        _link = options.Link == ClusterLink.Orleans
            ? OrleansLink.Create(source, new LinkSettings(connectionString, schema, options), _notifications.Send, loggers)
            : null;
        MaxSilence = options.LeaseDuration / 2;
        State = new PostgresState(source, schema);
        Settings = new PostgresSettings(State);
        Uploads = options.FilesInDatabase ? new PostgresFiles(source, FileArea.Uploads) : null;
        ResultFiles = options.FilesInDatabase ? new PostgresFiles(source, FileArea.Results) : null;
    }

    public Guid Here => Lease.Here;

    public bool IsAlone => Lease.IsAlone;

    public INodeLink Link => _link ?? INodeLink.None;

    public ISharedState State { get; }

    /// <summary>What people have set for themselves.</summary>
    public ITaskSettings Settings { get; }

    public ISharedFiles? Uploads { get; }

    public ISharedFiles? ResultFiles { get; }

    /// <summary>Gets how long a node may be silent before it is shown as unresponsive.</summary>
    internal TimeSpan MaxSilence { get; }

    internal NodeLease Lease { get; }

    public async Task JoinAsync(
        TaskNode here,
        IReadOnlyCollection<string> definitions,
        IClusterObserver observer,
        CancellationToken cancellationToken)
    {
        await PostgresNodes.ForgetAsync(_source, cancellationToken).ConfigureAwait(false);
        var holder = new LeaseHolder(here, definitions, observer.ReadLoad);
        await Lease.JoinAsync(holder, observer.OnFenced, OnNews, cancellationToken).ConfigureAwait(false);
        _notifications.Start(OnHint);
        OnNodes();

        void OnHint(ClusterHint hint)
        {
            if (IsAlone && hint.HasFlag(ClusterHint.Nodes))
            {
                Lease.RenewNow();
            }

            observer.OnHint(hint);
        }

        // the others learn from it that this node knows of them, and so marks what it changes
        void OnNews()
        {
            observer.OnHint(ClusterHint.Nodes);
            _notifications.Send(ClusterHint.Nodes);
            OnNodes();
        }

        void OnNodes()
        {
            if (!IsAlone)
            {
                _link?.Connect(Here, observer);
            }
        }
    }

    public async Task LeaveAsync()
    {
        await Lease.DisposeAsync().ConfigureAwait(false);
        await _notifications.DisposeAsync().ConfigureAwait(false);
        if (_link is not null)
        {
            await _link.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <remarks>A hint at commands follows a delivery that brought no reply, so it does not take the same way.</remarks>
    public void Notify(ClusterHint hint)
    {
        if (!IsAlone && (hint == ClusterHint.Commands || _link?.Hint(hint, Lease.Others) is not true))
        {
            _notifications.Send(hint);
        }
    }

    public Task<bool> DrainAsync(Guid node, bool isDraining, AuditEntry? audit, CancellationToken cancellationToken) =>
        PostgresNodes.DrainAsync(_source, node, isDraining, audit, cancellationToken);

    public Task<IReadOnlyList<UnknownDefinition>> UnknownAsync(CancellationToken cancellationToken) =>
        _queue.UnknownAsync(cancellationToken);

    public Task<ClusterStatus> PeekAsync(int maxWaiting, string? position, CancellationToken cancellationToken) =>
        _queue.PeekAsync(Here, maxWaiting, position, cancellationToken);

    public Task<IReadOnlyList<OwnedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        _queue.ClaimAsync(Here, request, cancellationToken);

    public Task<IReadOnlyList<OwnedTask>> TakeOverAsync(int most, CancellationToken cancellationToken) =>
        _queue.TakeOverAsync(Here, most, cancellationToken);

    public Task<IReadOnlyList<TaskId>> OwnedAsync(CancellationToken cancellationToken) => _queue.OwnedAsync(Here, cancellationToken);

    public Task<IReadOnlyList<OwnedTask>> ReclaimAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken) =>
        _queue.ReclaimAsync(Here, tasks, cancellationToken);

    public Task<TaskChanges> ChangesAsync(string? position, CancellationToken cancellationToken) =>
        _changes.ReadAsync(position, cancellationToken);

    public Task<IReadOnlyList<TaskId>> MissingAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken) =>
        _changes.MissingAsync(tasks, cancellationToken);

    public Task<TaskLocation?> LocateAsync(TaskId id, CancellationToken cancellationToken) =>
        _commands.LocateAsync(Here, id, cancellationToken);

    public Task<long> SendAsync(TaskId id, TaskLocation to, string command, bool notifies, CancellationToken cancellationToken) =>
        _commands.SendAsync(id, to, command, notifies, cancellationToken);

    public Task<IReadOnlyList<SentCommand>> ReceiveAsync(CancellationToken cancellationToken) =>
        _commands.ReceiveAsync(Here, cancellationToken);

    public Task ReplyAsync(long number, string reply, bool notifies, CancellationToken cancellationToken) =>
        _commands.ReplyAsync(number, reply, notifies, cancellationToken);

    public Task<string?> ReadReplyAsync(long number, CancellationToken cancellationToken) =>
        _commands.ReadReplyAsync(number, cancellationToken);

    public Task DeleteCommandAsync(long number, CancellationToken cancellationToken) =>
        _commands.DeleteAsync(number, cancellationToken);

    public async ValueTask DisposeAsync() => await LeaveAsync().ConfigureAwait(false);
}
