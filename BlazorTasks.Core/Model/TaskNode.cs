using System.Globalization;
using System.Reflection;

namespace BlazorTasks;

/// <summary>How a node is, as far as the store knows.</summary>
public enum NodeState
{
    /// <summary>It gave a sign of life a moment ago.</summary>
    Healthy,

    /// <summary>It has not ended, and has given no sign of life for a while.</summary>
    Unresponsive,

    /// <summary>It stopped as it should.</summary>
    Stopped,

    /// <summary>It ended without telling; the node after it found that.</summary>
    Lost,
}

/// <summary>A process that works, or has worked, on a history.</summary>
/// <param name="Id">Its id: another one at each start.</param>
/// <param name="Name">Its name (<see cref="BlazorTasksOptions.Node"/>).</param>
/// <param name="ProcessId">The number that its system gave it.</param>
/// <param name="Version">The version of BlazorTasks.</param>
/// <param name="StartedAt">When it opened the history.</param>
/// <param name="SeenAt">Its last sign of life: the last time that it could write one.</param>
public sealed record TaskNode(Guid Id, string Name, int ProcessId, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt)
{
    /// <summary>How often a node gives a sign of life.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    /// <summary>The version of BlazorTasks in this process.</summary>
    public static string ProductVersion { get; } = typeof(TaskNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>When it stopped, or when it was found that it is gone; null while it works.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it ended without telling.</summary>
    public bool IsLost { get; init; }

    /// <summary>How it is at a time.</summary>
    public NodeState StateAt(DateTimeOffset now) => this switch
    {
        { IsLost: true } => NodeState.Lost,
        { EndedAt: not null } => NodeState.Stopped,
        _ => now - SeenAt > 3 * HeartbeatInterval ? NodeState.Unresponsive : NodeState.Healthy,
    };

    /// <summary>This process, at its start.</summary>
    internal static TaskNode Here(string name, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), name, Environment.ProcessId, ProductVersion, now, now);

    /// <summary>"web-1 (process 4312), last seen at 2026-11-27 14:02:11 UTC".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} (process {ProcessId}), last seen at {SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}
