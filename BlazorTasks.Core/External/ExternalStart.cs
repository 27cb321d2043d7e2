namespace BlazorTasks;

/// <summary>What is kept of the start of an external task: how often its script must call, and how to know it again.</summary>
/// <param name="Heartbeat">The longest silence of the script.</param>
/// <param name="TokenHash">The SHA-256 of its token, in hexadecimal digits. The token itself is nowhere.</param>
public sealed record ExternalStart(TimeSpan Heartbeat, string TokenHash)
{
    /// <summary>The definition of every external task. No method can have this name.</summary>
    public const string Definition = "external";

    /// <summary>The longest silence unless the start says something else.</summary>
    public static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(60);

    /// <summary>The shortest heartbeat.</summary>
    public static readonly TimeSpan MinHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>The longest heartbeat.</summary>
    public static readonly TimeSpan MaxHeartbeat = TimeSpan.FromDays(1);
}

/// <summary>An external task that was started: its script works under the token.</summary>
/// <param name="Task">The task.</param>
/// <param name="Token">What its script shows with every call, as a bearer token; null when an idempotency key gave the task of an earlier start, whose token was shown then.</param>
public sealed record ExternalTask(MonitoredTask Task, string? Token);
