namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>An action on a task in a list.</summary>
public enum TaskAction
{
    /// <summary>Cancel the task.</summary>
    Cancel,

    /// <summary>Remove it from the list.</summary>
    Dismiss,

    /// <summary>Run it again.</summary>
    Retry,

    /// <summary>Show or hide the form of its question.</summary>
    Answer,

    /// <summary>Open the menu with more actions.</summary>
    Menu,

    /// <summary>Select it, or clear its selection.</summary>
    Select,
}

/// <summary>An action that the user chose for a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Action">The action.</param>
/// <param name="UpTo">Whether it is for all tasks from the last one to this.</param>
public sealed record TaskCommand(TaskSnapshot Task, TaskAction Action, bool UpTo = false);
