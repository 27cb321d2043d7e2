namespace BlazorTasks;

/// <summary>How to start a task, beyond what it does.</summary>
public sealed record StartOptions
{
    /// <summary>Nothing special.</summary>
    public static StartOptions Default { get; } = new();

    /// <summary>Who it belongs to; null for the program itself.</summary>
    public string? Owner { get; init; }

    /// <summary>What tells it from its siblings; null takes the first input.</summary>
    public string? Label { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The task that starts it; null takes the one whose code is running here, if there is one.</summary>
    public TaskId? ParentId { get; init; }
}
