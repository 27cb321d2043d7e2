namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>What a bulk action would do: to which tasks, and which ones it leaves out.</summary>
/// <param name="Action">The action.</param>
/// <param name="Included">The tasks that it is done to.</param>
/// <param name="LeftOut">How many are left out for which reason.</param>
public sealed record BulkPlan(BulkAction Action, IReadOnlyList<TaskSnapshot> Included, IReadOnlyList<(string Reason, int Count)> LeftOut)
{
    /// <summary>What is done to how many.</summary>
    public string Title => Action.Title(Included.Count);

    /// <summary>Looks at each task.</summary>
    public static BulkPlan Make(BulkAction action, TaskMonitor monitor, IEnumerable<TaskSnapshot> tasks)
    {
        ArgumentNullException.ThrowIfNull(action);
        var looked = tasks.Select(task => (Task: task, Reason: action.LeaveOut(monitor, task))).ToList();
        return new BulkPlan(
            action,
            [.. looked.Where(one => one.Reason is null).Select(one => one.Task)],
            [.. looked.Where(one => one.Reason is not null).GroupBy(one => one.Reason!).Select(group => (group.Key, group.Count()))]);
    }
}
