namespace BlazorTasks.Components;

/// <summary>The newest lines of the log of a task of the viewer, live. It follows the log while it is scrolled to its end.</summary>
public sealed partial class TaskLog
{
    private List<LogRow> _rows = [];
    private TaskId _shown;
    private int _window;

    /// <summary>The number of lines that are shown at first, and with each press of "Show earlier lines".</summary>
    [Parameter]
    public int Lines { get; set; } = 200;

    /// <inheritdoc />
    protected override async Task ShowAsync()
    {
        if (Task is not { } task)
        {
            return;
        }

        if (_shown != task.Id)
        {
            (_shown, _rows, _window) = (task.Id, [], Lines);
        }

        var last = task.LogLines + task.DroppedLines;
        var first = Math.Max(last - _window, task.TrimmedLines) + 1;
        var have = _rows.Count > 0 ? _rows[^1].Number + Math.Max(0, _rows[^1].Dropped - 1) : first - 1;
        if (last > have)
        {
            var from = Math.Max(first, have + 1);
            var added = LogRow.Of(await Mine.LogAsync(task.Id, from, (int)(last - from + 1), Disposed), from, last);
            _rows = [.. _rows.Where(row => row.Number >= first), .. added];
        }
    }

    private async Task ShowEarlierAsync()
    {
        (_window, _rows) = (_window + Lines, []);
        await RefreshAsync();
    }
}
