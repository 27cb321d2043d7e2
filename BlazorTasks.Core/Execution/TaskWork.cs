using System.Text.Json;
using BlazorTasks.External;

namespace BlazorTasks.Execution;

/// <summary>The code of a task: calls <see cref="TaskContext.EnterCode"/> once it is prepared, runs, and gives back the result or null.</summary>
internal delegate Task<object?> TaskBody(TaskContext context);

/// <summary>What there is to run, and how. Code that is gone has no body.</summary>
internal sealed record TaskWork(TaskBody? Body, TaskPolicy Policy)
{
    /// <summary>What it is run with, secrets unreadable.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Where the script of an external task is heard.</summary>
    public ExternalTaskCoordinator? External { get; init; }

    public static TaskWork Missing { get; } = new(null, TaskPolicy.Default);
}
