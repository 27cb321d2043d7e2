using BlazorTasks.External;

namespace BlazorTasks.Execution;

/// <summary>
/// The code of a task: calls <see cref="TaskContext.EnterCode"/> once it is prepared, runs, and returns the result or null.
/// </summary>
internal delegate Task<object?> TaskBody(TaskContext context);

/// <summary>What to run, and how. If the code no longer exists, it has no body.</summary>
internal sealed record TaskWork(TaskBody? Body, TaskPolicy Policy)
{
    /// <summary>The input, with its secrets encrypted.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>
    /// The value for which the concurrency limit counts separately, or null. See <see cref="TaskPolicy.ConcurrencyKey"/>.
    /// </summary>
    public string? LimitKey { get; init; }

    /// <summary>The coordinator for the script of an external task.</summary>
    public ExternalTaskCoordinator? External { get; init; }

    /// <summary>
    /// Whether every node that knows the definition could run it the same way. If not, only this process can run it.
    /// </summary>
    public bool IsPortable { get; init; }

    public static TaskWork Missing { get; } = new(null, TaskPolicy.Default);

    /// <summary>Gets the work of a task that other nodes can run.</summary>
    public static TaskWork Elsewhere { get; } = Missing with { IsPortable = true };
}
