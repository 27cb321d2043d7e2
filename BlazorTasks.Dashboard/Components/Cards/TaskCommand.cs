namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>What a person wants of a task that is shown among others.</summary>
public enum TaskAction
{
    /// <summary>It should stop.</summary>
    Cancel,

    /// <summary>It should leave the list.</summary>
    Dismiss,

    /// <summary>It should run once more.</summary>
    Retry,

    /// <summary>Show the form of its question, or show it no longer.</summary>
    Answer,

    /// <summary>Show what else can be done with it.</summary>
    Menu,
}

/// <summary>A press on one of a task's buttons.</summary>
/// <param name="Task">The task.</param>
/// <param name="Action">What is wanted.</param>
public sealed record TaskCommand(TaskSnapshot Task, TaskAction Action);
