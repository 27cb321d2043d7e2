namespace BlazorTasks.Client;

/// <summary>The nodes that work or have worked on the history.</summary>
/// <param name="Items">The nodes, most recently started first.</param>
public sealed record ApiNodes(IReadOnlyList<ApiNode> Items);

/// <summary>A process that works or has worked on the history.</summary>
/// <param name="Name">The name of the node.</param>
/// <param name="State">The state of the node.</param>
/// <param name="ProcessId">The operating system's process id.</param>
/// <param name="Version">The version of BlazorTasks.</param>
/// <param name="StartedAt">When it opened the history.</param>
/// <param name="SeenAt">The time of its last heartbeat. Heartbeats are sent every ten seconds.</param>
/// <param name="EndedAt">When it stopped, or was found to be gone. Null while it is running.</param>
public sealed record ApiNode(
    string Name,
    ApiNodeState State,
    int ProcessId,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    DateTimeOffset? EndedAt);
