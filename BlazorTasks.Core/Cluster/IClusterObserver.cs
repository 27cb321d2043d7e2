namespace BlazorTasks.Cluster;

/// <summary>Notified by <see cref="ITaskCluster"/>. Implementations must return immediately.</summary>
public interface IClusterObserver
{
    /// <summary>Another node, or time, has something for this node.</summary>
    void OnHint(ClusterHint hint);

    /// <summary>A command for this node was delivered directly. It is stored as well, so it may have been found already.</summary>
    /// <returns>The reply, or null if the command is carried out already, or could not be.</returns>
    Task<string?> OnCommandAsync(SentCommand command);

    /// <summary>Another node shows these tasks.</summary>
    void OnShown(IReadOnlyList<TaskSnapshot> tasks);

    /// <summary>Returns how busy this node is. Called at every heartbeat.</summary>
    NodeLoad ReadLoad();

    /// <summary>The lease is over, and others may take over: this node must give up its tasks now.</summary>
    void OnFenced();
}

/// <summary>What to look at.</summary>
[Flags]
public enum ClusterHint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tasks wait to be claimed.</summary>
    Work = 1,

    /// <summary>Commands were sent.</summary>
    Commands = 2,

    /// <summary>Commands were answered.</summary>
    Replies = 4,

    /// <summary>Tasks were changed.</summary>
    Changes = 8,

    /// <summary>Tasks were deleted.</summary>
    Removals = 16,

    /// <summary>A node has joined, stopped or was lost.</summary>
    Nodes = 32,
}
