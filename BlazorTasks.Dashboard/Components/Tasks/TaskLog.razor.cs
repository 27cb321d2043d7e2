using System.Globalization;
using BlazorTasks.Dashboard.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>The log of one task.</summary>
public sealed partial class TaskLog
{
    private const int Window = 160;
    private const int Before = 60;

    private readonly SemaphoreSlim _reading = new(1);
    private ElementReference _box;
    private IJSObjectReference? _module;
    private DotNetObjectReference<TaskLog>? _self;
    private LogView? _view;
    private IReadOnlyList<LogRow> _rows = [];
    private LogRow? _full;
    private int _first;
    private int _looksAt;
    private int _countAtPause;
    private int _match = -1;
    private int? _goTo;
    private bool _following = true;
    private bool _isRead;
    private bool _isCleared;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>Whether the task is shown as it was: the log ends where it ended then.</summary>
    [Parameter]
    public bool IsPast { get; set; }

    [Inject]
    private IOptions<BlazorTasksOptions> Options { get; set; } = default!;

    [Inject]
    private IJSRuntime JS { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private Toaster Toaster { get; set; } = default!;

    private static (LogLevel Level, string Words)[] Levels { get; } =
        [(LogLevel.Trace, "Every level"), (LogLevel.Debug, "Debug and up"), (LogLevel.Information, "Info and up"), (LogLevel.Warning, "Warnings and errors"), (LogLevel.Error, "Errors only")];

    private string FollowWords => _following || _view is null || _view.Count <= _countAtPause ? "Follow" : Words.Count(_view.Count - _countAtPause, "new line", "new lines");

    /// <summary>The number of the line that the search stands at.</summary>
    private long? Found => _view is not null && _match >= 0 && _match < _view.Matches.Count ? _view.Matches[_match] : null;

    private string MatchWords => _view!.Matches.Count == 0
        ? "no match"
        : string.Create(CultureInfo.CurrentCulture, $"{_match + 1:N0} of {_view.Matches.Count:N0}");

    /// <summary>Called by the page's script: the person scrolled up or selected text, so the log stands still.</summary>
    [JSInvokable]
    public void Pause()
    {
        if (_following)
        {
            Stop();
            StateHasChanged();
        }
    }

    /// <summary>Called by the page's script: these rows are in view now.</summary>
    [JSInvokable]
    public async Task LookAt(int row)
    {
        _looksAt = row;
        if (!_following)
        {
            await ReadRowsAsync();
            StateHasChanged();
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _digestTimer?.Dispose();
        _self?.Dispose();
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // the page is gone, and the module with it
            }
        }
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) =>
        !IsPast && frame.Changed.TryGetValue(Task.Id, out var task) && (_view is null || task.LogLines + task.DroppedLines != _view.Last);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if ((IsPast ? Task : await Monitor.GetAsync(Task.Id, Disposed)) is { } task)
        {
            await ReadAsync(view => view.GrowAsync(task, _following, Disposed));
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./_content/BlazorTasks.Dashboard/Components/Tasks/TaskLog.razor.js");
            await _module.InvokeVoidAsync("watch", _box, _self);
        }

        if (_goTo is { } row && _module is not null)
        {
            _goTo = null;
            await _module.InvokeVoidAsync("goTo", _box, row);
        }
    }

    /// <summary>One reading at a time: a frame, a search and a scroll may come together.</summary>
    private async Task ReadAsync(Func<LogView, Task> change)
    {
        await _reading.WaitAsync(Disposed);
        try
        {
            _view ??= new LogView(Monitor, Task.Id);
            await change(_view);
            var last = Math.Max(0, _view.Count - Window);
            var first = _following ? last : Math.Clamp(_looksAt - Before, 0, last);
            _rows = await _view.RowsAsync(first, Window, Disposed);
            _first = first;
            _isRead = true;
        }
        finally
        {
            _reading.Release();
        }
    }

    private Task ReadRowsAsync() => ReadAsync(_ => System.Threading.Tasks.Task.CompletedTask);

    private void Stop() => (_following, _countAtPause, _looksAt) = (false, _view?.Count ?? 0, _first + Before);

    private async Task ToggleFollowAsync()
    {
        if (_following)
        {
            Stop();
        }
        else
        {
            _following = true;
            await ReadRowsAsync();
        }
    }

    private async Task FilterAsync(ChangeEventArgs change)
    {
        var level = Enum.Parse<LogLevel>((string)change.Value!);
        await ReadAsync(view => view.FilterAsync(level, view.Search, LogView.HasGaps(Task), Disposed));
        (_match, _countAtPause) = (Math.Min(_match, _view!.Matches.Count - 1), _view.Count);
    }

    private async Task SearchAsync(string? search)
    {
        await ReadAsync(view => view.FilterAsync(view.Level, search, LogView.HasGaps(Task), Disposed));
        _match = -1;
        if (search is not null && _view!.Matches.Count > 0)
        {
            await GoToMatchAsync(1);
        }
    }

    private Task OnSearchKeyAsync(KeyboardEventArgs key) =>
        key.Key == "Enter" && _view?.Matches.Count > 0 ? GoToMatchAsync(key.ShiftKey ? -1 : 1) : System.Threading.Tasks.Task.CompletedTask;

    private async Task GoToMatchAsync(int step)
    {
        var count = _view!.Matches.Count;
        _match = _match < 0 ? (step > 0 ? 0 : count - 1) : (_match + step + count) % count;
        await GoToAsync(_view.IndexOf(_view.Matches[_match]));
    }

    private async Task GoToAsync(int row)
    {
        if (_following)
        {
            Stop();
        }

        (_looksAt, _goTo) = (row, row);
        await ReadRowsAsync();
    }

    /// <summary>Shows a whole line: the match that was found or the line in view, or the one before or after.</summary>
    private async Task ReadFullAsync(int step)
    {
        var at = (step, _full, Found) switch
        {
            (not 0, { } full, _) => _view!.IndexOf(full.Number) + step,
            (_, _, { } found) => _view!.IndexOf(found),
            _ => _following ? _view!.Count - 1 : _looksAt,
        };
        for (var row = at; row >= 0 && row < _view!.Count; row += step == 0 ? 1 : step)
        {
            if (await _view.RowsAsync(row, 1, Disposed) is [{ Line: not null } found])
            {
                _full = found;
                return;
            }
        }
    }

    /// <summary>Takes the lines off this page; they stay in the log, and on everybody else's page.</summary>
    private async Task ClearAsync(bool hide)
    {
        _isCleared = hide;
        (_match, _full, _following) = (-1, null, true);
        await ReadAsync(view => view.ClearAsync(hide, LogView.HasGaps(Task), Disposed));
    }

    private async Task CopyAsync()
    {
        var first = Math.Clamp((_following ? _view!.Count : _looksAt) - (LogView.MostHeld / 2), 0, Math.Max(0, _view!.Count - LogView.MostHeld));
        var rows = await _view.RowsAsync(first, LogView.MostHeld, Disposed);
        await _module!.InvokeVoidAsync("copy", string.Join('\n', rows.Select(row => row.ToText(Viewer.TimeZone))));
        Toaster.Notice(rows.Count == _view.Count ? $"{Words.Count(rows.Count, "line", "lines")} copied" : $"{Words.Count(rows.Count, "line", "lines")} copied, those around what is in view. The download has them all.");
    }

    /// <summary>A line in its colours; while something is searched for, the marks are what counts.</summary>
    private RenderFragment Shown(LogRow row) => builder =>
    {
        if (_view?.Search is not null || row.Colours is not { } colours)
        {
            Marked(row.Text.Length > LogRow.MostShown ? row.Text[..LogRow.MostShown] : row.Text)(builder);
            return;
        }

        foreach (var (text, look) in colours)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", look.Length == 0 ? null : look);
            builder.AddContent(2, text);
            builder.CloseElement();
        }
    };

    private RenderFragment Marked(string text) => builder =>
    {
        var pieces = LogRow.Split(text, _view?.Search);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i % 2 == 1)
            {
                builder.OpenElement(0, "mark");
                builder.AddContent(1, pieces[i]);
                builder.CloseElement();
            }
            else
            {
                builder.AddContent(2, pieces[i]);
            }
        }
    };

    private string ClassOf(LogRow row) => row switch
    {
        { Line: null } => "log-gap",
        _ when Found == row.Number => $"log-r log-here {LevelClass(row)}",
        _ => $"log-r {LevelClass(row)}",
    };

    private static string? LevelClass(LogRow row) => row.Line!.Level switch
    {
        LogLevel.Warning => "log-warn",
        >= LogLevel.Error => "log-fail",
        _ => null,
    };

    private static string Space(int rows) => string.Create(CultureInfo.InvariantCulture, $"height:{Math.Max(0, rows) * 1.25:0.##}rem");
}
