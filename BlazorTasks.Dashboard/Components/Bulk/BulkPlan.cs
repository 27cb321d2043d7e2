namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>The effect of a bulk action: the included tasks, and how many are skipped.</summary>
/// <param name="Action">The action.</param>
/// <param name="Included">The tasks the action applies to.</param>
/// <param name="Skipped">The number of skipped tasks for each reason.</param>
public sealed record BulkPlan(BulkAction Action, IReadOnlyList<TaskSnapshot> Included, IReadOnlyList<(string Reason, int Count)> Skipped)
{
    /// <summary>The title, with the number of included tasks.</summary>
    public string Title => Action.Title(Included.Count);

    /// <summary>Evaluates the action for each task.</summary>
    public static BulkPlan Make(BulkAction action, TaskAccess access, IEnumerable<TaskSnapshot> tasks)
    {
        ArgumentNullException.ThrowIfNull(action);
        var looked = tasks.Select(task => (Task: task, Reason: action.LeaveOut(access, task))).ToList();
        return new BulkPlan(
            action,
            [.. looked.Where(one => one.Reason is null).Select(one => one.Task)],
            [.. looked.Where(one => one.Reason is not null).GroupBy(one => one.Reason!).Select(group => (group.Key, group.Count()))]);
    }
}
