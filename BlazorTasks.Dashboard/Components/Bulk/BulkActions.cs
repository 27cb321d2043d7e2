using BlazorTasks.Forms;

namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>The available bulk actions.</summary>
internal static class BulkActions
{
    private const string NotFinished = "not finished yet";

    /// <summary>Requests cancellation of unfinished tasks.</summary>
    public static BulkAction Cancel { get; } = new()
    {
        Icon = "stop",
        Title = count => $"Cancel {Tasks(count)}",
        Note = "Each task is asked to stop and ends as soon as its code observes the cancellation.",
        IsDanger = true,
        LeaveOut = (_, task) => task.State.IsFinal() ? "already finished"
            : task.State == TaskState.Cancelling ? "already cancelling"
            : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.CancelAsync(task.Id, by)),
    };

    /// <summary>Removes finished tasks from the list of active tasks.</summary>
    public static BulkAction Dismiss { get; } = new()
    {
        Icon = "close",
        Title = count => $"Dismiss {Tasks(count)}",
        Note = "Dismissed tasks are removed from the active list and stay in the history.",
        LeaveOut = (_, task) => !task.State.IsFinal() ? NotFinished : task.DismissedAt is not null ? "already dismissed" : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.DismissAsync(task.Id, by)),
    };

    /// <summary>Starts finished tasks again, each with its own input.</summary>
    public static BulkAction RunAgain { get; } = new()
    {
        Icon = "retry",
        Title = count => $"Run {Tasks(count)} again",
        Note = "Each task is started again with the same input, as a new task that you own. The finished tasks are not changed.",
        LeaveOut = CannotRunAgain,
        DoAsync = StartAgainAsync,
    };

    /// <summary>Deletes finished tasks from the history.</summary>
    public static BulkAction Remove { get; } = new()
    {
        Icon = "trash",
        Title = count => $"Delete {Tasks(count)}",
        Note = "These tasks will be permanently deleted, with their logs, answers and results. Child tasks are kept.",
        IsDanger = true,
        LeaveOut = (_, task) => !task.State.IsFinal() ? NotFinished : null,
        DoAsync = async (monitor, task, by) => Problem(await monitor.RemoveAsync(task.Id, by)),
    };

    private static string Tasks(int count) => Formats.Count(count, "task", "tasks");

    private static string? Problem(CommandResult result) => result.IsAccepted ? null : result.Message;

    private static string? CannotRunAgain(TaskMonitor monitor, TaskSnapshot task)
    {
        if (!task.State.IsFinal())
        {
            return NotFinished;
        }

        if (task.Definition is not { } name)
        {
            return "started by code, with no input to reuse";
        }

        if (monitor.Definitions.Find(name) is not { } definition)
        {
            return "definition no longer exists";
        }

        return definition.Form.Fields.Any(field => field.Type == FieldType.Secret)
            ? "needs a secret, so it has to be run again individually"
            : null;
    }

    private static async Task<string?> StartAgainAsync(TaskMonitor monitor, TaskSnapshot task, string by)
    {
        try
        {
            var details = await monitor.ReadAsync(task.Id);
            var options = new StartOptions { Owner = by, Tags = task.Tags, Priority = task.Priority };
            await monitor.StartAsync(task.Definition!, details?.Input, options);
            return null;
        }
        catch (Exception rejected)
            when (rejected is ArgumentException or InvalidInputException or StorageUnavailableException or QueueFullException)
        {
            return $"{task.Name} {task.Label} was not started: {rejected.Message}"; // the form has changed, or an upload was deleted
        }
    }
}
