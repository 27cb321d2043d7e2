using BlazorTasks.Components.Views;

namespace BlazorTasks.Components;

/// <summary>
/// A bell with the number of questions for the viewer and of their tasks that have finished since they last opened it. Its
/// panel lists them, and the viewer's running tasks.
/// </summary>
public sealed partial class TaskBell
{
    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"bt-bell-{Guid.NewGuid():N}");
    private BellContent _content = BellContent.Empty;
    private IReadOnlyList<TaskSnapshot> _running = [];
    private DateTimeOffset? _marked;
    private string? _announcement;

    /// <summary>The CSS classes of the button, instead of its built-in look.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>What is shown at the end of the panel, such as a link to all tasks.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string PanelId => _id;

    private string Description => _content.Count == 0 ? "Tasks" : $"Tasks, {_content.CountText} new";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Seen.Watch(this, OnSeen);
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Seen.Leave(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Changed.Values.Any(Mine.CanSee) || frame.Removed.Count > 0;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var before = _content.Count;
        _content = await Mine.AccessAsync() is { } access
            ? await _content.ReadAsync(access, Seen, Disposed)
            : BellContent.Empty;
        _running = [.. (await Mine.UnfinishedAsync()).Except(_content.Questions)
            .Where(task => Mine.IsMine(task) && _content.Finished.All(other => other.Id != task.Id))];
        _marked ??= _content.Seen;
        _announcement = _content.Count > before
            ? $"{Formats.Count(_content.Count, "new message", "new messages")} about your tasks"
            : _announcement;
    }

    /// <summary>What is new stays marked until the panel is opened the next time.</summary>
    private bool IsNew(TaskSnapshot task) => task.FinishedAt > _marked;

    private void OnSeen(string person)
    {
        if (person == Mine.Me?.Id)
        {
            RefreshSoon();
        }
    }

    /// <summary>The panel was opened or closed.</summary>
    private async Task LookAsync()
    {
        if (await Mine.AccessAsync() is { } access)
        {
            _marked = _content.Seen;
            await Seen.LookAsync(access);
        }
    }
}
