using BlazorTasks.Dashboard.Components.Bulk;
using BlazorTasks.Dashboard.Components.History;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Notifications;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The finished tasks. The URL holds filter, sort order and page; the first page is frozen during interaction.</summary>
public sealed partial class HistoryPage
{
    private readonly HistoryView _view = new();
    private readonly RowSelection _selection;
    private string _path = "";
    private HistoryFilter _filter = new();
    private HistoryContent? _content;
    private IReadOnlyList<string> _problems = [];
    private int _changes;

    /// <summary>Initializes the page.</summary>
    public HistoryPage() => _selection = new RowSelection(() => _view.Page?.Items ?? [], held => _view.Hold(held));

    private string Summary => _content is null ? ""
        : $"{_content.All.Of("finished task", "finished tasks")}, kept for {Days(Options.Value.FinishedRetention)}";

    private static string Days(TimeSpan time) =>
        time.TotalDays >= 2 ? Formats.Count((long)time.TotalDays, "day", "days") : Formats.Duration(time);

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnMoved;
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _path = new Uri(Navigation.Uri).AbsolutePath;
        Navigation.LocationChanged += OnMoved;
        ReadAddress();
        return base.OnInitializedAsync();
    }

    /// <summary>The history changes when tasks finish, run again or are removed; finished tasks affect only the first page.</summary>
    protected override bool Concerns(TaskFrame frame) =>
        frame.Removed.Count > 0
        || (_filter.Cursor is null && frame.Changed.Values.Any(task => task.State.IsFinal() || task.State == TaskState.Queued));

    /// <inheritdoc />
    protected override bool Fits(HistoryContent content)
    {
        var fits = content.Address == Navigation.Uri && Equals(content.Zone, Viewer.TimeZone);
        _filter = fits ? content.Filter : _filter; // the same filter, read from the same address
        return fits;
    }

    /// <inheritdoc />
    protected override async Task<HistoryContent?> ReadAsync()
    {
        var (address, filter, zone, now) = (Navigation.Uri, _filter, Viewer.TimeZone, Time.GetUtcNow());
        var query = filter.ToQuery(now, zone);
        if (await ReadPageAsync(query) is not { } page)
        {
            return null;
        }

        var total = await MatchCount.ReadAsync(Access, query, Disposed);
        return new HistoryContent(address, filter, zone, page, total)
        {
            All = filter.IsEmpty ? total : await MatchCount.ReadAsync(Access, new TaskQuery(), Disposed),
            Same = await SimilarErrors.ReadAsync(Access, filter, query, page.Items, Disposed),
            Missing = page.Items.Count > 0 ? [] : await FilterSuggestion.FindAsync(Access, filter, Viewer, now, Disposed),
            Values = filter == _content?.Filter ? _content.Values : await HistoryValues.ReadAsync(Access, Viewer, Disposed),
        };
    }

    /// <inheritdoc />
    protected override async Task ShowAsync(HistoryContent content)
    {
        var before = _content?.Filter;
        _content = content;
        _changes++;
        if (content.Filter == before)
        {
            _view.Update(content.Page, Access.FindLive);
            return;
        }

        _view.Show(content.Page);
        if (RendererInfo.IsInteractive && !(before is null && content.Filter.IsEmpty))
        {
            await LiveRegion.SayAsync(content.Total.Of("task", "tasks"), "filter");
        }
    }

    /// <summary>Reads a page; null if the page in the URL does not exist, and the first page is to be shown instead.</summary>
    private async Task<TaskPage?> ReadPageAsync(TaskQuery query)
    {
        try
        {
            var page = await Access.ListAsync(query, Disposed);
            if (page.Items.Count > 0 || query.Cursor is null)
            {
                return page;
            }
        }
        catch (ArgumentException) when (query.Cursor is not null)
        {
            _problems = [.. _problems, "The page in the URL is not valid for this list. Showing the first page."];
        }

        _filter = _filter with { Cursor = null, First = 1 };
        return null;
    }

    private void OnMoved(object? sender, LocationChangedEventArgs moved)
    {
        if (new Uri(moved.Location).AbsolutePath == _path)
        {
            _ = InvokeAsync(() =>
            {
                ReadAddress();
                RefreshSoon();
            });
        }
    }

    private void ReadAddress()
    {
        (_filter, _problems) = HistoryAddress.Read(QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query), Viewer.TimeZone);
        _selection.Clear();
    }

    private string? CompareHref =>
        !_selection.IsAllMatching && _selection.Count == 2 && _selection.Items.OrderBy(task => task.FinishedAt).ToList() is [var a, var b]
            ? $"compare?a={a.Id}&b={b.Id}"
            : null;

    private Task ExportAllAsync() => ExportDialog.ShowAsync(
        Dialogs,
        _content!.Total.Of("task", "tasks"),
        _filter.IsEmpty ? "All finished tasks" : "All finished tasks that match the filter",
        HistoryAddress.Write(_filter));

    private Task ExportSelectedAsync() => _selection.IsAllMatching
        ? ExportAllAsync()
        : ExportDialog.ShowAsync(
            Dialogs,
            Formats.Count(_selection.Count, "task", "tasks"),
            "The selected tasks",
            $"?id={string.Join(',', _selection.Ticked)}");

    private async Task PreviewAsync(BulkAction action)
    {
        if (await BulkPreview.ShowAsync(Dialogs, BulkPlan.Make(action, Access, await SelectedAsync())))
        {
            _selection.Clear();
        }
    }

    private async Task<IReadOnlyList<TaskSnapshot>> SelectedAsync()
    {
        if (!_selection.IsAllMatching)
        {
            return [.. _selection.Items];
        }

        var all = new List<TaskSnapshot>();
        var query = _filter.ToQuery(Time.GetUtcNow(), Viewer.TimeZone);
        await foreach (var task in Access.ListAllAsync(query, Disposed))
        {
            all.Add(task);
        }

        return all;
    }

    /// <summary>Starts a task again; if that is not possible directly, opens its form.</summary>
    private async Task RunAgainAsync(TaskSnapshot task)
    {
        var action = BulkActions.RunAgain;
        if (action.LeaveOut(Access, task) is null && await action.DoAsync(Access, task) is null)
        {
            Toaster.Notice($"{task.Name} {task.Label} was started again.");
        }
        else
        {
            Navigation.NavigateTo($"start/{task.Definition}?from={task.Id}");
        }
    }
}
