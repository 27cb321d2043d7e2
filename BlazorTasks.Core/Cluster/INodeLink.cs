namespace BlazorTasks.Cluster;

/// <summary>
/// A direct connection to the other nodes, so that they notice sooner what is in the store. It is never the truth: what it
/// carries may be lost, late or repeated, and everything works without it, more slowly.
/// </summary>
public interface INodeLink
{
    /// <summary>Gets the link of a node that has none.</summary>
    static INodeLink None { get; } = new NoLink();

    /// <summary>Gets whether another node shows the tasks of this one.</summary>
    bool HasViewers { get; }

    /// <summary>Returns whether a node can be reached.</summary>
    bool Reaches(Guid node);

    /// <summary>Delivers a command that is stored already.</summary>
    /// <returns>The reply, or null if there was none in time. It may still be stored later.</returns>
    Task<string?> DeliverAsync(Guid node, SentCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the other nodes send what they show (<see cref="Show"/>), for a while. Repeated as long as somebody looks at this node.
    /// </summary>
    void Watch();

    /// <summary>
    /// Sends tasks of this node to the nodes that watch it. Returns immediately. A node that cannot keep up gets the newest state of
    /// each task only.
    /// </summary>
    void Show(IReadOnlyCollection<TaskSnapshot> tasks);

    private sealed class NoLink : INodeLink
    {
        public bool HasViewers => false;

        public bool Reaches(Guid node) => false;

        public Task<string?> DeliverAsync(Guid node, SentCommand command, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public void Watch()
        {
        }

        public void Show(IReadOnlyCollection<TaskSnapshot> tasks)
        {
        }
    }
}
