namespace BlazorTasks.Client;

/// <summary>How to start a task over the API, beyond what it does. The server decides on its owner and its policy.</summary>
public sealed record ApiStartOptions
{
    /// <summary>A short text that tells the task from others of its kind; null takes the first input.</summary>
    public string? Label { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time to run it; null for now. A time in the past means now.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>For 24 hours the same key gives the task that was first started with it; null makes a new key for each call.</summary>
    public string? IdempotencyKey { get; init; }
}
