using System.Globalization;
using BlazorTasks.Components.Formatting;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Components;

/// <summary>
/// A bell with the number of questions for the viewer and of their tasks that have finished since they last opened it. Its
/// panel lists them, and the viewer's running tasks.
/// </summary>
public sealed partial class TaskBell
{
    private const int MaxFinished = 8;

    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"bt-bell-{Guid.NewGuid():N}");
    private List<TaskSnapshot> _questions = [];
    private IReadOnlyList<TaskSnapshot> _running = [];
    private IReadOnlyList<TaskSnapshot> _finished = [];
    private DateTimeOffset _seen;
    private DateTimeOffset? _marked;
    private string? _announcement;

    /// <summary>The CSS classes of the button, instead of its built-in look.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>What is shown at the end of the panel, such as a link to all tasks.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string PanelId => _id;

    private int Count => _questions.Count + _finished.Count(task => task.FinishedAt > _seen);

    private string Description => Count == 0 ? "Tasks" : $"Tasks, {Count} new";

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
        var before = Count;
        var active = await Mine.UnfinishedAsync();
        var questions = active.Where(task => task.AsksSomething && Mine.CanAnswer(task)).ToList();
        _finished = (await Mine.FinishedAsync(TaskFilter.None, MaxFinished)).Items;
        _running = [.. active.Except(questions).Where(task => Mine.IsMine(task) && _finished.All(other => other.Id != task.Id))];
        _questions = questions;
        _seen = await SeenAsync();
        _marked ??= _seen;
        _announcement = Count > before ? $"{Formats.Count(Count, "new message", "new messages")} about your tasks" : _announcement;
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
            _marked = _seen;
            await Seen.LookAsync(access);
        }
    }

    private async Task<DateTimeOffset> SeenAsync() => await Mine.AccessAsync() is { } access ? await Seen.OfAsync(access) : default;
}
