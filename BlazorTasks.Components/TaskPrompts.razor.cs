namespace BlazorTasks.Components;

/// <summary>All open questions for the viewer, oldest first. They stay in place until their task has finished.</summary>
public sealed partial class TaskPrompts
{
    private readonly List<TaskId> _shown = [];

    /// <summary>What is shown if there is no question.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Changed.Values.Any(Mine.CanSee) || frame.Removed.Count > 0;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var tasks = await Mine.UnfinishedAsync();
        _shown.RemoveAll(id => tasks.All(task => task.Id != id));
        _shown.AddRange(tasks.Where(task => task.AsksSomething && Mine.CanAnswer(task) && !_shown.Contains(task.Id))
            .OrderBy(task => task.Prompt!.AskedAt).Select(task => task.Id));
    }
}
