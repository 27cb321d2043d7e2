using BlazorTasks.Dashboard.Components.Active;
using BlazorTasks.Dashboard.Components.Bulk;
using BlazorTasks.Dashboard.Components.Cards;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The active tasks. The URL holds filter and view; the list is frozen while the user interacts with it.</summary>
public sealed partial class ActivePage
{
    private readonly ActiveView _view = new();
    private readonly RowSelection _selection;
    private TaskSnapshot? _menuFor;
    private (int, TaskId?)? _counted;
    private TaskActivity _activity = new(0, 0, [0], [0], [0]);
    private TaskFilter _filter = TaskFilter.None;
    private (string?, string?, string?, string?, string?, string?, string?) _filtered;

    /// <summary>Initializes the page.</summary>
    public ActivePage() => _selection = new RowSelection(() => Rows, held => _view.Hold(held));

    /// <summary>"me" for the viewer's tasks only.</summary>
    [SupplyParameterFromQuery(Name = "who")]
    public string? Who { get; set; }

    /// <summary>The search text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The states to show, comma-separated.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>The definition to show.</summary>
    [SupplyParameterFromQuery(Name = "definition")]
    public string? Definition { get; set; }

    /// <summary>The schedule whose tasks to show.</summary>
    [SupplyParameterFromQuery(Name = "schedule")]
    public string? Schedule { get; set; }

    /// <summary>The node whose tasks to show.</summary>
    [SupplyParameterFromQuery(Name = "node")]
    public string? Node { get; set; }

    /// <summary>"rows" for compact rows.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    private bool IsRows => View == "rows";

    private string Summary => (Access.Active.InProgress.Count, Access.Active.UpNext.Count) switch
    {
        (0, 0) => "nothing in progress",
        (var running, 0) => $"{running:N0} in progress",
        var (running, waiting) => $"{running:N0} in progress, {waiting:N0} queued",
    };

    private string? PendingText => _view.PendingChanges switch
    {
        (0, 0) => null,
        (var arrived, 0) => $"{arrived:N0} new",
        (0, var ended) => $"{ended:N0} finished",
        var (arrived, ended) => $"{arrived:N0} new, {ended:N0} finished",
    };

    private ConcatenatedList Rows => new(_view.Shown.InProgress, _view.Shown.UpNext, _view.Shown.JustFinished);

    private string? FilterText => _filter.IsEmpty ? null : string.Join(", ", new[]
    {
        _filter.Owner is null ? null : "mine",
        _filter.Text is null ? null : $"“{_filter.Text}”",
        _filter.States.Count == 0 ? null : string.Join(" or ", _filter.States.Select(TaskText.Word)),
        _filter.Definition,
        _filter.Node is { } node ? $"node {LogText.CleanLine(node)}" : null,
        _filter.Schedule is { } schedule ? $"schedule {LogText.CleanLine(schedule)}" : null,
    }.OfType<string>());

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_filtered == (Who, Search, State, Definition, Schedule, Node, View))
        {
            return;
        }

        _filtered = (Who, Search, State, Definition, Schedule, Node, View);
        _filter = new TaskFilter
        {
            Owner = Who == "me" ? Viewer.Person.Id : null,
            Text = Search,
            States = StatesOf(State),
            Definition = Definition,
            Schedule = Schedule,
            Node = Node,
        };
        await RefreshAsync();
        if (!_filter.IsEmpty && RendererInfo.IsInteractive)
        {
            await LiveRegion.SayAsync(Formats.Count(_view.Count, "task", "tasks"), "filter");
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var active = Access.Active;
        _view.Update(active, _filter, Viewer.Person);
        if (Viewer.Person.SeesAllTasks || _counted != CountedOf(active))
        {
            _counted = CountedOf(active);
            _activity = await Access.ActivityAsync(Disposed);
        }
    }

    /// <summary>What the counts of a viewer who does not see all tasks depend on.</summary>
    private static (int, TaskId?) CountedOf(ActiveTasks active) =>
        (active.JustFinished.Count, active.JustFinished.Count == 0 ? null : active.JustFinished[0].Id);

    private void ClearFilter() => Navigation.NavigateTo(IsRows ? "?view=rows" : "");

    private static IReadOnlyList<TaskState> StatesOf(string? names) => [.. (names ?? "").Split(',')
        .Select(name => Enum.TryParse<TaskState>(name, ignoreCase: true, out var state) ? state : (TaskState?)null)
        .OfType<TaskState>().Distinct()];

    private Task ExecuteAsync(TaskCommand command)
    {
        var task = command.Task;
        switch (command.Action)
        {
            case TaskAction.Cancel:
                return Toaster.ShowIfRejectedAsync(Access.CancelAsync(task.Id));
            case TaskAction.Dismiss:
                return Toaster.ShowIfRejectedAsync(Access.DismissAsync(task.Id));
            case TaskAction.Retry:
                return Toaster.ShowIfRejectedAsync(Access.RetryAsync(task.Id));
            case TaskAction.Select:
                _selection.Tick(command);
                return Task.CompletedTask;
            default:
                _menuFor = task;
                return Task.CompletedTask;
        }
    }

    private Task PrioritizeAsync(TaskSnapshot task, int priority) =>
        Toaster.ShowIfRejectedAsync(Access.SetPriorityAsync(task.Id, priority));

    private async Task PreviewAsync(BulkAction action)
    {
        if (await BulkPreview.ShowAsync(Dialogs, BulkPlan.Make(action, Access, _selection.Items)))
        {
            _selection.Clear();
        }
    }
}
