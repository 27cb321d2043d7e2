using BlazorTasks.Dashboard.Components.Shared;

namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>The "…" menu of a task.</summary>
internal static class TaskMenu
{
    /// <summary>The menu items.</summary>
    /// <param name="task">The task.</param>
    /// <param name="access">What the viewer may do.</param>
    /// <param name="runAgain">Starts the task again with the same input, or null where that is not available.</param>
    /// <param name="prioritize">Changes the priority, or null where that is not available.</param>
    public static IEnumerable<MenuItem> Of(
        TaskSnapshot task,
        TaskAccess access,
        Func<Task>? runAgain = null,
        Func<int, Task>? prioritize = null)
    {
        yield return new MenuItem("active", "Open") { Href = $"task/{task.Id}" };
        if (prioritize is not null
            && task.State is TaskState.Queued or TaskState.Scheduled or TaskState.Backoff
            && access.Person.CanManage(task))
        {
            foreach (var (priority, name) in PriorityText.Usual.Where(one => one.Priority != task.Priority))
            {
                yield return new MenuItem("rows", $"{name} priority") { Do = () => prioritize(priority) };
            }
        }

        if (runAgain is not null)
        {
            yield return new MenuItem("retry", "Run again") { Do = runAgain };
        }

        if (task.Definition is { } definition)
        {
            // an external task is started outside the dashboard
            if (!task.IsExternal && access.FindDefinition(definition) is { } found && access.Person.CanStart(found))
            {
                yield return new MenuItem("start", "Edit and run again") { Href = $"start/{definition}?from={task.Id}" };
            }

            yield return new MenuItem("history", $"History of {task.Name}") { Href = $"history?definition={definition}" };
        }

        if (task.State.IsFinal())
        {
            yield return new MenuItem("compare", "Compare with…") { Href = $"compare?a={task.Id}" };
        }

        yield return new MenuItem("copy", "Copy ID") { Copy = task.Id.ToString() };
    }
}
