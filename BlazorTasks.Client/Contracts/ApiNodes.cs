namespace BlazorTasks.Client;

/// <summary>The nodes that work or have worked on the history.</summary>
/// <param name="Items">The nodes, most recently started first.</param>
/// <param name="UnknownDefinitions">The definitions of waiting tasks that no running node knows.</param>
public sealed record ApiNodes(IReadOnlyList<ApiNode> Items, IReadOnlyList<ApiUnknownDefinition> UnknownDefinitions);

/// <summary>A process that works or has worked on the history.</summary>
/// <param name="Id">The id of the process, different at each start.</param>
/// <param name="Name">The name of the node.</param>
/// <param name="State">The state of the node.</param>
/// <param name="Host">The name of the machine.</param>
/// <param name="ProcessId">The operating system's process id.</param>
/// <param name="Version">The version of BlazorTasks.</param>
/// <param name="StartedAt">When it opened the history.</param>
/// <param name="SeenAt">The time of its last heartbeat: one every ten seconds, with PostgreSQL every second.</param>
/// <param name="EndedAt">When it stopped, or was found to be gone. Null while it is running.</param>
/// <param name="Load">How busy it was at its last heartbeat, or null if it is not known.</param>
public sealed record ApiNode(
    Guid Id,
    string Name,
    ApiNodeState State,
    string Host,
    int ProcessId,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    DateTimeOffset? EndedAt,
    ApiNodeLoad? Load);

/// <summary>How busy a node was at its last heartbeat.</summary>
/// <param name="Tasks">The number of unfinished tasks that it owns, including those that wait for a person.</param>
/// <param name="Queued">The number of these that wait for a slot.</param>
/// <param name="SlotsInUse">How many slots are in use, those of CPU-bound tasks aside.</param>
/// <param name="Slots">How many of these there are.</param>
/// <param name="CpuBoundInUse">How many slots are in use by CPU-bound tasks.</param>
/// <param name="CpuBound">How many of these there are.</param>
/// <param name="Cpu">The share of the machine's processors that the process used, from 0 to 1.</param>
public sealed record ApiNodeLoad(int Tasks, int Queued, int SlotsInUse, int Slots, int CpuBoundInUse, int CpuBound, double Cpu);

/// <summary>A definition of waiting tasks that no running node knows.</summary>
/// <param name="Definition">The name of the definition.</param>
/// <param name="Waiting">The number of its tasks that wait.</param>
public sealed record ApiUnknownDefinition(string Definition, int Waiting);
