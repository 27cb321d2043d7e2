namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>A bulk action as a task of its own: everyone sees what it does, and for a few seconds it can be undone.</summary>
internal static class BulkTask
{
    /// <summary>How long it waits before it begins.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(5);

    /// <summary>Starts it a little later. Cancelling it before is as if nothing had been asked for.</summary>
    public static MonitoredTask Start(TaskMonitor monitor, BulkPlan plan, string by, DateTimeOffset now)
    {
        var (action, ids) = (plan.Action, plan.Included.Select(task => task.Id).ToList());
        return monitor.Start(plan.Title, task => RunAsync(monitor, action, ids, by, task), new StartOptions
        {
            Owner = by,
            RunAt = now + UndoTime,
            Policy = new TaskPolicy { TakesNoSlot = true }, // it may be about the very tasks that hold all slots
        });
    }

    private static async Task<BulkResult> RunAsync(TaskMonitor monitor, BulkAction action, List<TaskId> ids, string by, TaskContext task)
    {
        var (done, refused) = (0, 0);
        foreach (var id in task.Track(ids))
        {
            if (await ProblemOfAsync(monitor, action, id, by) is { } problem)
            {
                refused++;
                task.Warn(problem);
            }
            else
            {
                done++;
            }

            task.Report($"{done:N0} of {ids.Count:N0} done");
        }

        return new BulkResult(done, refused);
    }

    /// <summary>Looks again before it acts: the task may have moved on since the preview.</summary>
    private static async Task<string?> ProblemOfAsync(TaskMonitor monitor, BulkAction action, TaskId id, string by) =>
        await monitor.GetAsync(id) is not { } task ? $"There is no task {id} any more."
            : action.LeaveOut(monitor, task) is { } reason ? $"{task.Name} {task.Label} was left out: tasks like it {reason}."
            : await action.DoAsync(monitor, task, by);
}

/// <summary>What came of a bulk action.</summary>
/// <param name="Done">How many tasks it was done to.</param>
/// <param name="Refused">How many it could not be done to; the log says why.</param>
internal sealed record BulkResult(int Done, int Refused);
