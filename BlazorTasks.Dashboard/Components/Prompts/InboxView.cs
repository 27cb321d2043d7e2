namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>
/// The questions on screen: oldest first, so that new ones come at the end and nothing moves. One that was answered
/// keeps its place, and says by whom, while a person is at work in the list.
/// </summary>
internal sealed class InboxView
{
    private bool _held;

    /// <summary>What is on screen: each task with the question it asked.</summary>
    public IReadOnlyList<(TaskSnapshot Task, Prompt Prompt)> Shown { get; private set; } = [];

    /// <summary>Takes what is open now.</summary>
    /// <param name="open">The questions, oldest first.</param>
    /// <param name="find">The newest of a task that is shown.</param>
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

    /// <summary>Holds places, or lets them move again.</summary>
    public void Hold(bool hold) => _held = hold;
}
