namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>The available bulk actions.</summary>
internal static class BulkActions
{
    private const string NotFinished = "not finished yet";

    /// <summary>Requests cancellation of unfinished tasks.</summary>
    public static BulkAction Cancel { get; } = new()
    {
        Name = "Cancel",
        Key = "c",
        Icon = "stop",
        Title = count => $"Cancel {Tasks(count)}",
        Note = "Each task is asked to stop and ends as soon as its code observes the cancellation.",
        IsDanger = true,
        LeaveOut = (access, task) => NotYours(access, task) ?? (task.State.IsFinal() ? "already finished"
            : task.State == TaskState.Cancelling ? "already cancelling"
            : null),
        DoAsync = async (access, task) => Problem(await access.CancelAsync(task.Id)),
    };

    /// <summary>Removes finished tasks from the list of active tasks.</summary>
    public static BulkAction Dismiss { get; } = new()
    {
        Name = "Dismiss",
        Key = "e",
        Icon = "close",
        Title = count => $"Dismiss {Tasks(count)}",
        Note = "Dismissed tasks are removed from the active list and stay in the history.",
        LeaveOut = (access, task) => NotYours(access, task)
            ?? (!task.State.IsFinal() ? NotFinished : task.DismissedAt is not null ? "already dismissed" : null),
        DoAsync = async (access, task) => Problem(await access.DismissAsync(task.Id)),
    };

    /// <summary>Starts finished tasks again, each with its own input.</summary>
    public static BulkAction RunAgain { get; } = new()
    {
        Name = "Run again",
        Icon = "retry",
        Title = count => $"Run {Tasks(count)} again",
        Note = "Each task is started again with the same input, as a new task that you own. The finished tasks are not changed.",
        LeaveOut = CannotRunAgain,
        DoAsync = StartAgainAsync,
    };

    /// <summary>Deletes finished tasks from the history.</summary>
    public static BulkAction Remove { get; } = new()
    {
        Name = "Delete",
        Icon = "trash",
        Title = count => $"Delete {Tasks(count)}",
        Note = "These tasks will be permanently deleted, with their logs, answers and results. Child tasks are kept.",
        IsDanger = true,
        LeaveOut = (access, task) => !access.Person.IsAdmin ? "only administrators can delete tasks"
            : !task.State.IsFinal() ? NotFinished
            : null,
        DoAsync = async (access, task) => Problem(await access.RemoveAsync(task.Id)),
    };

    private static string? NotYours(TaskAccess access, TaskSnapshot task) =>
        access.Person.CanManage(task) ? null
        : access.Person.Role == TaskRole.Viewer ? "viewers cannot change tasks"
        : "owned by someone else";

    private static string Tasks(int count) => Formats.Count(count, "task", "tasks");

    private static string? Problem(CommandResult result) => result.IsAccepted ? null : result.Message;

    private static string? CannotRunAgain(TaskAccess access, TaskSnapshot task)
    {
        if (!task.State.IsFinal())
        {
            return NotFinished;
        }

        if (task.Definition is not { } name)
        {
            return "started by code, with no input to reuse";
        }

        if (access.FindDefinition(name) is not { } definition)
        {
            return "definition no longer exists";
        }

        if (!access.Person.CanStart(definition))
        {
            return "you may not start it";
        }

        return definition.Form.Fields.Any(field => field.Type == FieldType.Secret)
            ? "needs a secret, so it has to be run again individually"
            : null;
    }

    private static async Task<string?> StartAgainAsync(TaskAccess access, TaskSnapshot task)
    {
        try
        {
            var details = await access.ReadAsync(task.Id);
            var options = new StartOptions { Tags = task.Tags, Priority = task.Priority };
            await access.StartAsync(task.Definition!, details?.Input, options);
            return null;
        }
        catch (Exception rejected) when (ErrorText.IsRejection(rejected))
        {
            return $"{task.Name} {task.Label} was not started: {ErrorText.Of(rejected)}"; // the form has changed, or an upload was deleted
        }
    }
}
