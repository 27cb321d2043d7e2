namespace BlazorTasks;

/// <summary>The state of a node as known to the store.</summary>
public enum NodeState
{
    /// <summary>The node sent a heartbeat recently.</summary>
    Healthy,

    /// <summary>The node starts no more tasks, and finishes those that it runs.</summary>
    Draining,

    /// <summary>The node has not stopped, but has not sent a heartbeat for some time.</summary>
    Unresponsive,

    /// <summary>The node was shut down.</summary>
    Stopped,

    /// <summary>The node ended unexpectedly, as detected by the node that started after it.</summary>
    Lost,
}

/// <summary>A process that works, or has worked, on a history.</summary>
/// <param name="Id">The id of the process, different at each start.</param>
/// <param name="Name">The node's name (<see cref="BlazorTasksOptions.Node"/>).</param>
/// <param name="ProcessId">The operating system's process id.</param>
/// <param name="Version">The version of BlazorTasks.</param>
/// <param name="StartedAt">When it opened the history.</param>
/// <param name="SeenAt">When it last stored a heartbeat.</param>
public sealed record TaskNode(Guid Id, string Name, int ProcessId, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt)
{
    /// <summary>The interval between heartbeats.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    /// <summary>The version of BlazorTasks in this process.</summary>
    public static string ProductVersion { get; } =
        typeof(TaskNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>When it stopped, or was found to be gone. Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it ended unexpectedly.</summary>
    public bool IsLost { get; init; }

    /// <summary>The name of the machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>How busy it was at its last heartbeat, or null if it is not known.</summary>
    public NodeLoad? Load { get; init; }

    /// <summary>Whether it starts no more tasks, and finishes those that it runs.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether the last heartbeat is too old by the clock of the store, or null if the store has no clock.</summary>
    public bool? IsUnresponsive { get; init; }

    /// <summary>Gets for how long it has been, or was, running.</summary>
    public TimeSpan Uptime => (EndedAt ?? SeenAt) - StartedAt;

    /// <summary>Returns the state of the node at a given time.</summary>
    public NodeState StateAt(DateTimeOffset now) => this switch
    {
        { IsLost: true } => NodeState.Lost,
        { EndedAt: not null } => NodeState.Stopped,
        _ when IsUnresponsive ?? (now - SeenAt > 3 * HeartbeatInterval) => NodeState.Unresponsive,
        { IsDraining: true } => NodeState.Draining,
        _ => NodeState.Healthy,
    };

    /// <summary>Describes this process at startup.</summary>
    internal static TaskNode Here(string name, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), name, Environment.ProcessId, ProductVersion, now, now)
    { Host = Environment.MachineName };

    /// <summary>Returns for example "web-1 (process 4312), last seen at 2026-11-27 14:02:11 UTC".</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} (process {ProcessId}), last seen at {SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
