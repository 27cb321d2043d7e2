namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>An action on many tasks at once.</summary>
public sealed record BulkAction
{
    /// <summary>The name, such as "Cancel".</summary>
    public required string Name { get; init; }

    /// <summary>The keyboard shortcut, if it has one.</summary>
    public string? Key { get; init; }

    /// <summary>The icon.</summary>
    public required string Icon { get; init; }

    /// <summary>The title for a number of tasks, such as "Cancel 2 tasks".</summary>
    public required Func<int, string> Title { get; init; }

    /// <summary>An explanation in one or two sentences.</summary>
    public required string Note { get; init; }

    /// <summary>Whether the action is destructive.</summary>
    public bool IsDanger { get; init; }

    /// <summary>Why a task is skipped, such as "already finished", or null if it is included.</summary>
    public required Func<TaskAccess, TaskSnapshot, string?> LeaveOut { get; init; }

    /// <summary>
    /// Applies the action to one task for a person, whose rights are checked again. Returns the error message, or null on success.
    /// </summary>
    public required Func<TaskAccess, TaskSnapshot, Task<string?>> DoAsync { get; init; }
}
