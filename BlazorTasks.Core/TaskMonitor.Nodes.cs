namespace BlazorTasks;

/// <content>The processes that work on the history.</content>
public sealed partial class TaskMonitor
{
    /// <summary>Gets whether several processes can use the history, so that one of them can be drained.</summary>
    public bool HasManyNodes => _engine.Runtime.Cluster is not null;

    /// <summary>
    /// Returns the nodes that work or have worked on this history: the most recently started first, and the newest
    /// <see cref="ITaskNodes.Remembered"/> in total.
    /// </summary>
    public async Task<IReadOnlyList<TaskNode>> NodesAsync(CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).Nodes.ListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Drains a node: it starts no more tasks that another node can run, and finishes those that it runs. Until it is
    /// undrained or ends; its successor is not drained.
    /// </summary>
    /// <param name="node">The id of the node.</param>
    /// <param name="by">Who drains it. Recorded in the audit log.</param>
    /// <returns>Whether the node is drained now and, if not, why.</returns>
    public Task<NodeResult> DrainNodeAsync(Guid node, string? by = null) => DrainNodeAsync(node, isDraining: true, by);

    /// <summary>Makes a drained node start tasks again.</summary>
    /// <param name="node">The id of the node.</param>
    /// <param name="by">Who does it. Recorded in the audit log.</param>
    /// <returns>Whether the node starts tasks now and, if not, why.</returns>
    public Task<NodeResult> UndrainNodeAsync(Guid node, string? by = null) => DrainNodeAsync(node, isDraining: false, by);

    /// <summary>Returns the definitions of waiting tasks that no running node knows, for example during an upgrade.</summary>
    public async Task<IReadOnlyList<UnknownDefinition>> UnknownDefinitionsAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync().ConfigureAwait(false);
        return _engine.Runtime.Cluster is { } cluster ? await cluster.UnknownAsync(cancellationToken).ConfigureAwait(false) : [];
    }

    private async Task<NodeResult> DrainNodeAsync(Guid id, bool isDraining, string? by)
    {
        if (await FindNodeAsync(id).ConfigureAwait(false) is not { } node)
        {
            return NodeResult.NotFound(id);
        }

        if (_engine.Runtime.Cluster is not { } cluster)
        {
            return NodeResult.OnlyNode(node);
        }

        var action = isDraining ? AuditAction.DrainNode : AuditAction.UndrainNode;
        var audit = by is null ? null : AuditEntry.Of(node, by, action, _engine.Runtime.Time.UtcMicros());
        return await cluster.DrainAsync(id, isDraining, audit).ConfigureAwait(false)
            ? NodeResult.Accepted(await FindNodeAsync(id).ConfigureAwait(false) ?? node)
            : NodeResult.Ended(node);
    }

    private async Task<TaskNode?> FindNodeAsync(Guid id) =>
        (await NodesAsync().ConfigureAwait(false)).FirstOrDefault(node => node.Id == id);
}
