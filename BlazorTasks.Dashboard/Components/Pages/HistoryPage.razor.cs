using BlazorTasks.Storage;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The finished tasks, a page at a time.</summary>
public sealed partial class HistoryPage
{
    private const int CountLimit = 10_000;
    private TaskPage? _page;
    private int _total;
    private (string?, string?) _shown;

    /// <summary>What to search for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Where the page begins.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? Cursor { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Search, Cursor))
        {
            await RefreshAsync();
        }
    }

    /// <summary>Only what ends changes the history, and only its first page moves.</summary>
    protected override bool Concerns(TaskFrame frame) => Cursor is null && frame.Changed.Values.Any(task => task.State.IsFinal());

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _shown = (Search, Cursor);
        var query = new TaskQuery { Text = Search, Cursor = Cursor };
        try
        {
            _page = await Monitor.ListAsync(query, Disposed);
        }
        catch (ArgumentException)
        {
            Go(Search); // the address holds a cursor that is none: show the first page
            return;
        }

        _total = await Monitor.CountAsync(query with { Cursor = null }, CountLimit, Disposed);
    }

    private void Go(string? search, string? cursor = null) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["q"] = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            ["from"] = cursor,
        }));
}
