namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>Something that can be done to many tasks at once.</summary>
public sealed record BulkAction
{
    /// <summary>Its drawing.</summary>
    public required string Icon { get; init; }

    /// <summary>What is done to how many: "Cancel 2 tasks".</summary>
    public required Func<int, string> Title { get; init; }

    /// <summary>What that means, in a sentence or two.</summary>
    public required string Note { get; init; }

    /// <summary>Whether something is lost by it.</summary>
    public bool IsDanger { get; init; }

    /// <summary>Why a task is left out, as the end of "3 tasks …", or null if it is not.</summary>
    public required Func<TaskMonitor, TaskSnapshot, string?> LeaveOut { get; init; }

    /// <summary>Does it to one task for someone. Gives back why it could not be done, or null.</summary>
    public required Func<TaskMonitor, TaskSnapshot, string, Task<string?>> DoAsync { get; init; }
}
