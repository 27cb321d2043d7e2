using BlazorTasks.Dashboard.Components.Live;
using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Dashboard.Components.Logs;

/// <summary>The log of one task.</summary>
public sealed partial class TaskLog
{
    private const int Window = 160;
    private const int Before = 60;

    private readonly SemaphoreSlim _reading = new(1);
    private readonly PageModule _script = new("Components/Logs/TaskLog.razor.js");
    private ElementReference _box;
    private LogView? _view;
    private IReadOnlyList<LogRow> _rows = [];
    private LogRow? _full;
    private int _first;
    private int _looksAt;
    private int _countAtPause;
    private bool _following = true;
    private bool _isCleared;
    private bool _wraps;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>Whether a past state of the task is shown: the log then ends at that point.</summary>
    [Parameter]
    public bool IsPast { get; set; }

    /// <summary>The attempts after the first, marked in the log.</summary>
    [Parameter]
    public IReadOnlyList<TaskStarting> Attempts { get; set; } = [];

    private static (LogLevel Level, string Text)[] Levels { get; } =
    [
        (LogLevel.Trace, "All levels"),
        (LogLevel.Debug, "Debug and above"),
        (LogLevel.Information, "Info and above"),
        (LogLevel.Warning, "Warnings and errors"),
        (LogLevel.Error, "Errors only"),
    ];

    private string LevelText => Array.Find(Levels, level => level.Level == (_view?.Level ?? LogLevel.Trace)).Text;

    private string? EmptyText => this switch
    {
        { Task.LogLines: 0 } => Task.State.IsFinal() ? "No log lines." : "No log lines yet.",
        { _view.Count: 0, _isCleared: true } => $"Cleared on this page only.{MoreText}",
        { _view.Count: 0 } => $"No lines at this level.{MoreText}",
        _ => null,
    };

    private string? MoreText => Task.State.IsFinal() ? null : " New lines will appear here.";

    private string FollowText => _following || _view is null || _view.Count <= _countAtPause
        ? "Follow"
        : Formats.Count(_view.Count - _countAtPause, "new line", "new lines");

    /// <summary>Called by the script when the user scrolls up or selects text.</summary>
    [JSInvokable]
    public void Pause()
    {
        if (_following)
        {
            Stop();
            StateHasChanged();
        }
    }

    /// <summary>Called by the script when other rows come into view.</summary>
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
        await _script.DisposeAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) =>
        !IsPast && frame.Changed.TryGetValue(Task.Id, out var task) && (_view is null || task.LogLines + task.DroppedLines != _view.Last);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if ((IsPast ? Task : await Access.GetAsync(Task.Id, Disposed)) is { } task)
        {
            await ReadAsync(view => view.GrowAsync(task, _following, Disposed));
        }
    }

    /// <inheritdoc />
    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender
        ? _script.InvokeAsync(JS, "watch", _box, DotNetObjectReference.Create(this))
        : System.Threading.Tasks.Task.CompletedTask;

    /// <summary>Serializes reads: frames, searches and scrolling may coincide.</summary>
    private async Task ReadAsync(Func<LogView, Task> change)
    {
        await _reading.WaitAsync(Disposed);
        try
        {
            var view = _view ?? new LogView(Access, Task.Id);
            await change(view);
            _view = view; // what is shown of it before would be that it is empty
            var last = Math.Max(0, _view.Count - Window);
            var first = _following ? last : Math.Clamp(_looksAt - Before, 0, last);
            _rows = await _view.RowsAsync(first, Window, Disposed);
            _first = first;
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

    private async Task FilterAsync(LogLevel level)
    {
        await ReadAsync(view => view.FilterAsync(level, view.Search, LogView.HasGaps(Task), Disposed));
        (_match, _countAtPause) = (Math.Min(_match, _view!.Matches.Count - 1), _view.Count);
    }

    /// <summary>Shows a full line: the current match or the line in view, or its predecessor or successor.</summary>
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

    /// <summary>Hides the current lines on this page only; the log itself is not changed.</summary>
    private async Task ClearAsync(bool hide)
    {
        _isCleared = hide;
        (_match, _full, _following) = (-1, null, true);
        await ReadAsync(view => view.ClearAsync(hide, LogView.HasGaps(Task), Disposed));
    }

    private async Task CopyAsync()
    {
        var center = _following ? _view!.Count : _looksAt;
        var first = Math.Clamp(center - (LogView.MaxHeld / 2), 0, Math.Max(0, _view!.Count - LogView.MaxHeld));
        var rows = await _view.RowsAsync(first, LogView.MaxHeld, Disposed);
        await _script.InvokeAsync(JS, "copy", string.Join('\n', rows.Select(row => row.ToText(Viewer.TimeZone))));
        var copied = Formats.Count(rows.Count, "line", "lines");
        Toaster.Notice(rows.Count == _view.Count
            ? $"{copied} copied"
            : $"{copied} around the current position copied. Download the log for all lines.");
    }
}
