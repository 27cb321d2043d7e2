using AngleSharp.Dom;
using BlazorTasks.Dashboard.Components.Cards;

namespace BlazorTasks.Tests.Support;

/// <summary>What cardActions.js makes of a click on a button or box of a task.</summary>
public static class TaskPress
{
    public static Task PressAsync(this IElement button, bool withShift = false) => button.TriggerEventAsync(
        "ontaskaction",
        new TaskActionEventArgs
        {
            Task = button.Closest("[data-task]")!.GetAttribute("data-task"),
            Action = button.GetAttribute("data-act"),
            UpTo = withShift,
        });
}
