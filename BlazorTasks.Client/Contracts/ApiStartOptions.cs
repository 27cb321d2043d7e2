namespace BlazorTasks.Client;

/// <summary>Options for starting a task with the API. Its owner and policy are determined by the server.</summary>
public sealed record ApiStartOptions
{
    /// <summary>A label that distinguishes the task from others of the same definition. Null uses the first input value.</summary>
    public string? Label { get; init; }

    /// <summary>Free-form tags to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The priority. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time at which the task runs, or null to run it now. A time in the past means now.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>
    /// The idempotency key: for 24 hours, the same key returns the task that was started with it. Null creates a new key for
    /// each call.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
