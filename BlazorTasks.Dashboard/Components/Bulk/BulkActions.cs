using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Forms;

namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>What can be done to many tasks at once.</summary>
internal static class BulkActions
{
    /// <summary>Asks running and waiting tasks to stop.</summary>
    public static BulkAction Cancel { get; } = new()
    {
        Icon = "stop",
        Title = count => $"Cancel {Tasks(count)}",
        Note = "Each is asked to stop, and stops at the next point where its code looks.",
        IsDanger = true,
        LeaveOut = (_, task) => task.State.IsFinal() ? "ended already" : task.State == TaskState.Cancelling ? "were asked to stop already" : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.CancelAsync(task.Id, by)),
    };

    /// <summary>Takes finished tasks off the list of active ones.</summary>
    public static BulkAction Dismiss { get; } = new()
    {
        Icon = "close",
        Title = count => $"Dismiss {Tasks(count)}",
        Note = "They leave the active tasks and stay in the history.",
        LeaveOut = (_, task) => !task.State.IsFinal() ? "have not ended" : task.DismissedAt is not null ? "were dismissed already" : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.DismissAsync(task.Id, by)),
    };

    /// <summary>Starts finished tasks anew, each with the input that it had.</summary>
    public static BulkAction RunAgain { get; } = new()
    {
        Icon = "retry",
        Title = count => $"Run {Tasks(count)} again",
        Note = "Each becomes a new task of yours, with the input that it had. The finished ones stay as they are.",
        LeaveOut = WhyNotAgain,
        DoAsync = StartAgainAsync,
    };

    /// <summary>Takes finished tasks out of the history.</summary>
    public static BulkAction Remove { get; } = new()
    {
        Icon = "trash",
        Title = count => $"Delete {Tasks(count)}",
        Note = "They leave the history for good, with their logs, answers and results. Tasks that they started stay.",
        IsDanger = true,
        LeaveOut = (_, task) => !task.State.IsFinal() ? "have not ended" : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.RemoveAsync(task.Id, by)),
    };

    private static string Tasks(int count) => Formats.Count(count, "task", "tasks");

    private static string? Problem(CommandResult result) => result.IsAccepted ? null : result.Message;

    private static string? WhyNotAgain(TaskMonitor monitor, TaskSnapshot task)
    {
        if (!task.State.IsFinal())
        {
            return "have not ended";
        }

        if (task.Definition is not { } name)
        {
            return "were started by code, without an input to start them with again";
        }

        return monitor.Definitions.Find(name) is not { } definition ? "cannot be started any more: their definition is gone"
            : definition.Form.Fields.Any(field => field.Type == FieldType.Secret) ? "ask for a secret, which is never kept readable: run them again one by one"
            : null;
    }

    private static async Task<string?> StartAgainAsync(TaskMonitor monitor, TaskSnapshot task, string by)
    {
        try
        {
            var details = await monitor.ReadAsync(task.Id);
            await monitor.StartAsync(task.Definition!, details?.Input, new StartOptions { Owner = by, Tags = task.Tags, Priority = task.Priority });
            return null;
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidInputException or StorageUnavailableException or QueueFullException)
        {
            return $"{task.Name} {task.Label} was not started: {refused.Message}"; // its form has changed, or its file is gone
        }
    }
}
