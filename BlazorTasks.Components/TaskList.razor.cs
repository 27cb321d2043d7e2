namespace BlazorTasks.Components;

/// <summary>A list of the viewer's tasks, live: unfinished ones first, then finished ones, newest first.</summary>
public sealed partial class TaskList
{
    private IReadOnlyList<TaskSnapshot> _active = [];
    private IReadOnlyList<TaskSnapshot> _finished = [];
    private string? _next;
    private string? _problem;
    private int _pages = 1;
    private bool _isRead;
    private TaskFilter _filter = TaskFilter.None;

    /// <summary>Only tasks of this owner. People see their own tasks only, so any other id than their own shows none.</summary>
    [Parameter]
    public string? Owner { get; set; }

    /// <summary>Only tasks of this definition.</summary>
    [Parameter]
    public string? Definition { get; set; }

    /// <summary>Only tasks with this tag.</summary>
    [Parameter]
    public string? Tag { get; set; }

    /// <summary>The number of finished tasks that are shown at first, and with each press of "Show more".</summary>
    [Parameter]
    public int Limit { get; set; } = 10;

    /// <summary>Whether unfinished tasks can be cancelled.</summary>
    [Parameter]
    public bool CanCancel { get; set; } = true;

    /// <summary>The name of the list, for screen readers.</summary>
    [Parameter]
    public string Label { get; set; } = "My tasks";

    /// <summary>What is shown if there are no tasks.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Changed.Values.Any(task => Mine.IsMine(task) && _filter.Matches(task)) || frame.Removed.Count > 0;
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var filter = new TaskFilter { Owner = Owner, Definition = Definition, Tag = Tag };
        if (filter != _filter)
        {
            _filter = filter;
            await RefreshAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _filter = new TaskFilter { Owner = Owner, Definition = Definition, Tag = Tag };
        var active = (await Mine.UnfinishedAsync()).Where(task => Mine.IsMine(task) && _filter.Matches(task)).ToList();
        var page = await Mine.FinishedAsync(_filter, Limit * _pages);
        var finished = page.Items.Where(task => active.TrueForAll(other => other.Id != task.Id)).ToList();
        (_active, _finished, _next, _isRead) = (active, finished, page.Next, true);
    }

    private Task ShowMoreAsync()
    {
        _pages++;
        return RefreshAsync();
    }

    private RenderFragment? CancelOf(TaskSnapshot task) =>
        CanCancel && Mine.CanCancel(task) && (RendererInfo.IsInteractive || AssignedRenderMode is not null)
            ? builder =>
            {
                builder.OpenElement(0, "button");
                builder.AddAttribute(1, "type", "button");
                builder.AddAttribute(2, "class", "bt-button bt-quiet");
                builder.AddAttribute(3, "aria-label", LogText.CleanLine($"Cancel: {task.Name} {task.Label}"));
                builder.AddAttribute(4, "disabled", !RendererInfo.IsInteractive);
                builder.AddAttribute(5, "onclick", EventCallback.Factory.Create(this, () => CancelAsync(task.Id)));
                builder.AddContent(6, "Cancel");
                builder.CloseElement();
            }
    : null;

    private async Task CancelAsync(TaskId id)
    {
        var result = await Mine.CancelAsync(id);
        _problem = result.IsAccepted ? null : result.Message;
    }
}
