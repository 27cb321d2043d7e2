using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>
/// A press on one of a task's buttons, told by the page's script (cardActions.js). A list of tasks has one handler for it, so
/// that its buttons are markup (docs/decisions/0006-pieces-without-components.md).
/// </summary>
public sealed class TaskActionEventArgs : EventArgs
{
    /// <summary>The id of the task. It comes from a browser: only tasks that are on the page count.</summary>
    public string? Task { get; set; }

    /// <summary>The name of a <see cref="TaskAction"/>.</summary>
    public string? Action { get; set; }

    /// <summary>What is wanted of one of the tasks of a list, or null if the press means nothing there.</summary>
    internal TaskCommand? ToCommand(IEnumerable<TaskSnapshot> tasks) =>
        TaskId.TryParse(Task, CultureInfo.InvariantCulture, out var id)
        && Enum.TryParse<TaskAction>(Action, out var action)
        && tasks.FirstOrDefault(task => task.Id == id) is { } task
            ? new TaskCommand(task, action)
            : null;
}

/// <summary>The events of the page's own script.</summary>
[EventHandler("ontaskaction", typeof(TaskActionEventArgs))]
public static class EventHandlers;
