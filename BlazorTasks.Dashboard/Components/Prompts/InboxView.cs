namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>
/// The questions on screen: oldest first, so that new ones are added at the end. An answered question keeps its place and
/// shows its outcome while the user interacts with the list.
/// </summary>
internal sealed class InboxView
{
    private bool _held;

    /// <summary>The questions on screen, with their tasks.</summary>
    public IReadOnlyList<(TaskSnapshot Task, Prompt Prompt)> Shown { get; private set; } = [];

    /// <summary>Applies the open questions.</summary>
    /// <param name="open">The questions, oldest first.</param>
    /// <param name="find">Finds the current snapshot of a shown task.</param>
    public void Update(IReadOnlyList<TaskSnapshot> open, Func<TaskId, TaskSnapshot?> find)
    {
        var now = open.Select(task => (Task: task, Prompt: task.Prompt!)).ToList();
        if (_held)
        {
            var kept = Shown.Select(one => (find(one.Task.Id) ?? one.Task with { Prompt = null }, one.Prompt)).ToList();
            now = [.. kept, .. now.Where(one => !Shown.Any(shown => shown.Task.Id == one.Task.Id && shown.Prompt.Id == one.Prompt.Id))];
        }

        Shown = now;
    }

    /// <summary>Freezes order and membership, or releases them.</summary>
    public void Hold(bool hold) => _held = hold;
}
