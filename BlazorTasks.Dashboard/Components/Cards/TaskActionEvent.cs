namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>
/// A click on one of a task's buttons or on its box, raised by cardActions.js. A list of tasks has one handler for all of them, so the
/// buttons can be plain markup (docs/decisions/0006-pieces-without-components.md).
/// </summary>
public sealed class TaskActionEventArgs : EventArgs
{
    /// <summary>The ID of the task. It comes from the browser: only tasks on the page are accepted.</summary>
    public string? Task { get; set; }

    /// <summary>The name of a <see cref="TaskAction"/>.</summary>
    public string? Action { get; set; }

    /// <summary>Whether Shift was held.</summary>
    public bool UpTo { get; set; }

    /// <summary>The command for one of the tasks of a list, or null if the event is not valid for it.</summary>
    internal TaskCommand? ToCommand(IEnumerable<TaskSnapshot> tasks) =>
        TaskId.TryParse(Task, CultureInfo.InvariantCulture, out var id)
        && Enum.TryParse<TaskAction>(Action, out var action)
        && tasks.FirstOrDefault(task => task.Id == id) is { } task
            ? new TaskCommand(task, action, UpTo)
            : null;
}

/// <summary>Registers the custom events of the dashboard's scripts.</summary>
[EventHandler("ontaskaction", typeof(TaskActionEventArgs))]
public static class EventHandlers;
