namespace BlazorTasks;

/// <summary>The stored start data of an external task: the heartbeat interval and the hash of its token.</summary>
/// <param name="Heartbeat">The maximum time between two calls of the script.</param>
/// <param name="TokenHash">The SHA-256 hash of its token in hexadecimal. The token itself is not stored.</param>
public sealed record ExternalStart(TimeSpan Heartbeat, string TokenHash)
{
    /// <summary>The definition name of every external task. It is reserved: no method can have it.</summary>
    public const string Definition = "external";

    /// <summary>The default heartbeat interval.</summary>
    public static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(60);

    /// <summary>The minimum heartbeat interval.</summary>
    public static readonly TimeSpan MinHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>The maximum heartbeat interval.</summary>
    public static readonly TimeSpan MaxHeartbeat = TimeSpan.FromDays(1);
}

/// <summary>A started external task and its token.</summary>
/// <param name="Task">The task.</param>
/// <param name="Token">The bearer token that its script sends with every call. Null if an idempotency key returned an
/// existing task, whose token was returned at its start.</param>
public sealed record ExternalTask(MonitoredTask Task, string? Token)
{
    /// <summary>The prefix of tokens, which distinguishes them from API keys, for people and for secret scanners.</summary>
    public const string TokenPrefix = "btt_";
}
