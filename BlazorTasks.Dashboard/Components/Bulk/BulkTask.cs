namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>Runs a bulk action as a task of its own: everyone can see it, and it can be undone for a few seconds.</summary>
internal static class BulkTask
{
    /// <summary>The delay before it starts.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(5);

    /// <summary>Schedules the action. Cancelling the task before it starts has no other effect.</summary>
    public static MonitoredTask Start(TaskMonitor monitor, BulkPlan plan, string by, DateTimeOffset now)
    {
        var (action, ids) = (plan.Action, plan.Included.Select(task => task.Id).ToList());
        return monitor.Start(plan.Title, task => RunAsync(monitor, action, ids, by, task), new StartOptions
        {
            Owner = by,
            RunAt = now + UndoTime,
            Policy = new TaskPolicy { TakesNoSlot = true }, // it may target the very tasks that hold all slots
        });
    }

    private static async Task<BulkResult> RunAsync(TaskMonitor monitor, BulkAction action, List<TaskId> ids, string by, TaskContext task)
    {
        var (done, rejected) = (0, 0);
        foreach (var id in task.Track(ids))
        {
            if (await ProblemOfAsync(monitor, action, id, by) is { } problem)
            {
                rejected++;
                task.Warn(problem);
            }
            else
            {
                done++;
            }

            task.Report($"{done:N0} of {ids.Count:N0} done");
        }

        return new BulkResult(done, rejected);
    }

    /// <summary>Evaluates the task again: it may have changed since the preview.</summary>
    private static async Task<string?> ProblemOfAsync(TaskMonitor monitor, BulkAction action, TaskId id, string by) =>
        await monitor.GetAsync(id) is not { } task ? $"Task {id} no longer exists."
            : action.LeaveOut(monitor, task) is { } reason ? $"{task.Name} {task.Label} was skipped: {reason}."
            : await action.DoAsync(monitor, task, by);
}

/// <summary>The result of a bulk action.</summary>
/// <param name="Done">The number of tasks it was applied to.</param>
/// <param name="Refused">The number of tasks it could not be applied to; the log has the reasons.</param>
internal sealed record BulkResult(int Done, int Refused);
