using BlazorTasks.Dashboard.Components.Timelines;

namespace BlazorTasks.Dashboard.Components.Details;

/// <summary>What the page of a task shows, as it was read.</summary>
/// <param name="Id">The task's ID.</param>
/// <param name="Task">The task; null when there is none.</param>
public sealed record TaskContent(TaskId Id, TaskSnapshot? Task)
{
    /// <summary>Its milestones.</summary>
    internal TaskHistory? History { get; init; }
}
