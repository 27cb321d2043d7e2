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
    /// <summary>The limit of counting matches.</summary>
    internal const int CountLimit = 10_000;

    /// <summary>The selection of all matching tasks, as text.</summary>
    private const string AllMatching = "all";

    private readonly HistoryView _view = new();
    private readonly RowSelection _selection = new();
    private string _path = "";
    private HistoryFilter _filter = new();
    private HistoryFilter? _shown;
    private HistoryValues _values = HistoryValues.None;
    private IReadOnlyDictionary<string, SimilarErrors> _same = SimilarErrors.None;
    private IReadOnlyList<string> _problems = [];
    private IReadOnlyList<FilterSuggestion> _missing = [];
    private bool _allMatching;
    private int _total;
    private int _all;
    private int _changes;

    private string Matching => _total >= CountLimit ? $"more than {CountLimit:N0}" : Formats.Number(_total);

    private string Summary => _view.Page is null ? "" : $"{AllText}, kept for {Days(Options.Value.FinishedRetention)}";

    private string AllText => _all >= CountLimit
        ? $"more than {CountLimit:N0} finished tasks"
        : Formats.Count(_all, "finished task", "finished tasks");

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

        var total = await Access.CountAsync(query with { Cursor = null }, CountLimit, Disposed);
        return new HistoryContent(address, filter, zone, page, total)
        {
            All = filter.IsEmpty ? total : await Access.CountAsync(new TaskQuery(), CountLimit, Disposed),
            Same = await SimilarErrors.ReadAsync(Access, filter, query, page.Items, Disposed),
            Missing = page.Items.Count > 0 ? [] : await FilterSuggestion.FindAsync(Access, filter, Viewer, now, Disposed),
            Values = filter == _shown ? _values : await HistoryValues.ReadAsync(Access, Viewer, Disposed),
        };
    }

    /// <inheritdoc />
    protected override async Task ShowAsync(HistoryContent content)
    {
        (_total, _all, _same, _missing, _values) = (content.Total, content.All, content.Same, content.Missing, content.Values);
        _changes++;
        if (content.Filter == _shown)
        {
            _view.Update(content.Page, Access.FindLive);
            return;
        }

        var isFirstTime = _shown is null;
        _shown = content.Filter;
        _view.Show(content.Page);
        if (RendererInfo.IsInteractive && !(isFirstTime && content.Filter.IsEmpty))
        {
            await LiveRegion.SayAsync(_total >= CountLimit ? $"{Matching} tasks" : Formats.Count(_total, "task", "tasks"), "filter");
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
        ClearTicks();
    }

    /// <summary>Changes the URL; a change of the filter returns to the first page.</summary>
    private void Go(IReadOnlyDictionary<string, object?> changes) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(changes)
        {
            ["page"] = changes.GetValueOrDefault("page"),
            ["n"] = changes.GetValueOrDefault("n"),
        }));

    private void Sort(TaskSort sort)
    {
        var ascending = sort == _filter.Sort ? !_filter.Ascending : sort == TaskSort.Name;
        Go(new Dictionary<string, object?>
        {
            ["sort"] = sort == TaskSort.Time ? null : sort == TaskSort.Name ? "name" : "duration",
            ["dir"] = ascending ? "asc" : null,
        });
    }

    /// <summary>The user starts or stops interacting with the list.</summary>
    private void Hold(bool hold) => _view.Hold(hold || _selection.Count > 0);

    private void Tick((TaskSnapshot Task, bool UpTo) tick)
    {
        _allMatching = false;
        _selection.Tick(_view.Page!.Items, tick.Task, tick.UpTo);
        _view.Hold(_selection.Count > 0);
    }

    private void TickAll()
    {
        _allMatching = false;
        _selection.TickAll(_view.Page!.Items);
        _view.Hold(_selection.Count > 0);
    }

    private void RestoreSelection(ChangeEventArgs change)
    {
        if (change.Value is AllMatching)
        {
            ClearTicks();
            TickAll();
            _allMatching = _selection.Count > 0;
            return;
        }

        _selection.Restore(_view.Page!.Items, $"{change.Value}");
        _view.Hold(_selection.Count > 0);
    }

    private void ClearTicks()
    {
        _allMatching = false;
        _selection.Clear();
        _view.Hold(false);
    }

    private string? CompareHref =>
        !_allMatching && _selection.Count == 2 && TickedItems.OrderBy(task => task.FinishedAt).ToList() is [var a, var b]
            ? $"compare?a={a.Id}&b={b.Id}"
            : null;

    private IEnumerable<TaskSnapshot> TickedItems => _view.Page!.Items.Where(task => _selection.Ticked.Contains(task.Id));

    private Task ExportAllAsync() => ExportAsync(
        Matching,
        _filter.IsEmpty ? "All finished tasks" : "All finished tasks that match the filter",
        HistoryAddress.Write(_filter));

    private Task ExportSelectedAsync() => _allMatching
        ? ExportAllAsync()
        : ExportAsync(
            Formats.Number(_selection.Count),
            "The selected tasks",
            $"?id={string.Join(',', _selection.Ticked)}");

    private async Task ExportAsync(string count, string what, string query) =>
        await Dialogs.ShowAsync<ExportDialog>(null, new DialogParameters<ExportDialog>
        {
            { dialog => dialog.Count, $"{count} {(count == "1" ? "task" : "tasks")}" },
            { dialog => dialog.What, what },
            { dialog => dialog.Query, query },
        });

    private async Task PreviewAsync(BulkAction action)
    {
        if (await BulkPreview.ShowAsync(Dialogs, BulkPlan.Make(action, Access, await SelectedAsync())))
        {
            ClearTicks();
        }
    }

    private async Task<IReadOnlyList<TaskSnapshot>> SelectedAsync()
    {
        if (!_allMatching)
        {
            return [.. TickedItems];
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
