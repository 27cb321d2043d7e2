namespace BlazorTasks.Cluster;

/// <summary>
/// What several processes (nodes) need to work on one store: which of them are alive, which node runs which task, what they
/// ask of each other, and what has changed. Everything is in the store; <see cref="Notify"/> only makes the others look
/// sooner. A store that a single process uses has none (<see cref="Storage.ITaskStore.Cluster"/>).
/// </summary>
public interface ITaskCluster
{
    /// <summary>Gets the id under which this node holds its lease. It changes when the node returns after it was fenced.</summary>
    Guid Here { get; }

    /// <summary>Gets small values that all nodes share.</summary>
    ISharedState State { get; }

    /// <summary>Gets the uploads that all nodes can read, or null if they share a folder.</summary>
    ISharedFiles? Uploads { get; }

    /// <summary>Gets the files of results that all nodes can read, or null if they share a folder.</summary>
    ISharedFiles? ResultFiles { get; }

    /// <summary>Gets the direct connection to the other nodes.</summary>
    INodeLink Link => INodeLink.None;

    /// <summary>Gets whether no other node is alive, as of the last renewal of the lease.</summary>
    bool IsAlone { get; }

    /// <summary>
    /// Registers this node and keeps its lease alive. A node that cannot renew its lease in time is fenced: it gives up its
    /// tasks, and goes on under a new id as soon as the store can be reached.
    /// </summary>
    /// <param name="here">This node.</param>
    /// <param name="definitions">The definitions whose tasks it can run.</param>
    /// <param name="observer">Notified of what concerns this node.</param>
    /// <param name="cancellationToken">Cancels waiting for the lease.</param>
    Task JoinAsync(TaskNode here, IReadOnlyCollection<string> definitions, IClusterObserver observer, CancellationToken cancellationToken);

    /// <summary>Ends the lease. Tasks that this node still owns are taken over by others.</summary>
    Task LeaveAsync();

    /// <summary>Stores whether a node is drained: it claims no more tasks then, and finishes those that it owns.</summary>
    /// <param name="node">The id of the node.</param>
    /// <param name="isDraining">Whether it is drained.</param>
    /// <param name="audit">The audit entry, stored in the same transaction if this changes anything, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether the node is alive.</returns>
    Task<bool> DrainAsync(Guid node, bool isDraining, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Returns the definitions of waiting tasks that no live node knows.</summary>
    Task<IReadOnlyList<UnknownDefinition>> UnknownAsync(CancellationToken cancellationToken);

    /// <summary>Makes other nodes look into the store now. Best effort: it returns immediately, and may be lost.</summary>
    void Notify(ClusterHint hint);

    /// <summary>Returns what waits for this node.</summary>
    /// <param name="maxWaiting">Up to how many waiting tasks are counted, or 0 to skip counting.</param>
    /// <param name="position">The position up to which <see cref="ChangesAsync"/> has read, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<ClusterStatus> PeekAsync(int maxWaiting, string? position, CancellationToken cancellationToken);

    /// <summary>
    /// Claims waiting tasks that are due, by priority and then age. No other node gets the same ones. Returns none if this
    /// node does not hold its lease, or is being drained.
    /// </summary>
    Task<IReadOnlyList<OwnedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Takes over unfinished tasks of nodes that have stopped or were lost, once their lease is over.</summary>
    Task<IReadOnlyList<OwnedTask>> TakeOverAsync(int most, CancellationToken cancellationToken);

    /// <summary>Returns the tasks that this node owns according to the store.</summary>
    Task<IReadOnlyList<TaskId>> OwnedAsync(CancellationToken cancellationToken);

    /// <summary>Takes over tasks that this node owns without knowing it, because the response to a claim was lost.</summary>
    Task<IReadOnlyList<OwnedTask>> ReclaimAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken);

    /// <summary>Returns the tasks that other nodes have changed since the last call.</summary>
    /// <param name="position">The position returned by the last call, or null to start now.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<TaskChanges> ChangesAsync(string? position, CancellationToken cancellationToken);

    /// <summary>Returns those of the given tasks that no longer exist.</summary>
    Task<IReadOnlyList<TaskId>> MissingAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken);

    /// <summary>Returns which node owns a task, or null if the task does not exist.</summary>
    Task<TaskLocation?> LocateAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Stores a command for the node that owns a task.</summary>
    /// <param name="id">The task.</param>
    /// <param name="to">Where it is.</param>
    /// <param name="command">The command.</param>
    /// <param name="notifies">Whether to make the node look. Otherwise the command is delivered by <see cref="Link"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of the command.</returns>
    Task<long> SendAsync(TaskId id, TaskLocation to, string command, bool notifies, CancellationToken cancellationToken);

    /// <summary>Returns the commands for this node that have no reply yet, oldest first.</summary>
    Task<IReadOnlyList<SentCommand>> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Stores the reply to a command, unless its sender has deleted it.</summary>
    /// <param name="number">The number of the command.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="notifies">Whether to make the sender look.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task ReplyAsync(long number, string reply, bool notifies, CancellationToken cancellationToken);

    /// <summary>Returns the reply to a command, or null if there is none yet.</summary>
    Task<string?> ReadReplyAsync(long number, CancellationToken cancellationToken);

    /// <summary>Deletes a command.</summary>
    Task DeleteCommandAsync(long number, CancellationToken cancellationToken);
}

/// <summary>What waits for a node.</summary>
/// <param name="ReadyIn">When the next waiting task is due, or null if none waits. Zero or less: one is due.</param>
/// <param name="HasCommands">Whether commands wait.</param>
/// <param name="HasOrphans">Whether tasks of stopped or lost nodes wait to be taken over.</param>
/// <param name="Waiting">The number of tasks that are due and wait, if it was asked for.</param>
public sealed record ClusterStatus(TimeSpan? ReadyIn, bool HasCommands, bool HasOrphans, int? Waiting)
{
    /// <summary>Whether the node is drained.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether tasks were changed since the position.</summary>
    public bool HasChanges { get; init; }
}

/// <summary>Which waiting tasks to claim.</summary>
/// <param name="Definitions">The definitions that this node knows.</param>
/// <param name="Most">How many tasks to claim at most.</param>
/// <param name="Limit">How many tasks of the definition may run on all nodes together, or null for no limit. With a limit,
/// there is exactly one definition.</param>
public sealed record ClaimRequest(IReadOnlyCollection<string> Definitions, int Most, int? Limit = null)
{
    /// <summary>Whether the limit counts separately for each <see cref="Storage.StoreEntry.LimitKey"/>.</summary>
    public bool IsPerKey { get; init; }
}

/// <summary>A task that this node owns now.</summary>
/// <param name="Snapshot">The task as stored, in the new epoch.</param>
/// <param name="From">The node that owned it before, if that was lost or stopped.</param>
public sealed record OwnedTask(TaskSnapshot Snapshot, TaskNode? From);

/// <summary>Where a task is.</summary>
/// <param name="NodeId">The node that owns it, or null if it waits, or has finished.</param>
/// <param name="IsHere">Whether that is this node.</param>
/// <param name="Epoch">The epoch in which the node owns it.</param>
/// <param name="IsFinal">Whether the task has finished.</param>
public sealed record TaskLocation(Guid? NodeId, bool IsHere, int Epoch, bool IsFinal);

/// <summary>The tasks that were changed by other nodes.</summary>
/// <param name="Position">Where the next call continues.</param>
/// <param name="Tasks">The tasks as stored.</param>
public sealed record TaskChanges(string Position, IReadOnlyList<TaskSnapshot> Tasks);

/// <summary>A command of another node.</summary>
/// <param name="Number">Its number.</param>
/// <param name="TaskId">The task it is meant for.</param>
/// <param name="Epoch">The epoch in which the task was when the command was given.</param>
/// <param name="Command">The command.</param>
public sealed record SentCommand(long Number, TaskId TaskId, int Epoch, string Command);
