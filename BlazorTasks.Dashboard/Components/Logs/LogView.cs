namespace BlazorTasks.Dashboard.Components.Logs;

/// <summary>
/// The log of a task as scrollable rows: the newest lines, optionally filtered by level, with a row for each gap of dropped
/// lines. It caches a few lines and reads others from the store when they come into view.
/// </summary>
internal sealed class LogView(TaskAccess access, TaskId id)
{
    /// <summary>The maximum number of rows; older lines are in the download.</summary>
    public const int MaxRows = 100_000;

    /// <summary>The maximum number of cached lines.</summary>
    public const int MaxHeld = 2_000;

    /// <summary>How many lines, including dropped ones, the view may lag behind a running task before it skips to the newest.</summary>
    public const int MaxLag = 4_000;

    private const int Page = 2_000;
    private const int FewRows = 200;
    private const int MaxPage = 1 << 24;
    private const int MaxJoin = 200;

    private readonly Dictionary<long, LogRow> _held = [];
    private readonly Dictionary<long, LogRow> _gaps = [];
    private List<long>? _numbers;
    private List<long> _matches = [];
    private long _scannedTo;

    /// <summary>The number of the first line that can be shown.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The number of the newest line.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the last line that was trimmed from the log.</summary>
    public long Gone { get; private set; }

    /// <summary>The lowest level that is shown.</summary>
    public LogLevel Level { get; private set; } = LogLevel.Trace;

    /// <summary>The search text, or null.</summary>
    public string? Search { get; private set; }

    /// <summary>Whether lines were skipped because they arrived faster than they could be read.</summary>
    public bool HasSkipped { get; private set; }

    /// <summary>The number of rows.</summary>
    public int Count => _numbers?.Count ?? (int)(Last - First + 1);

    /// <summary>The numbers of the lines that match the search, in order.</summary>
    public IReadOnlyList<long> Matches => _matches;

    /// <summary>The number of cached lines.</summary>
    public int Held => _held.Count;

    /// <summary>Whether lines were dropped among those that are kept: rows then do not map to line numbers directly.</summary>
    public static bool HasGaps(TaskSnapshot task) => task.DroppedLines > task.TrimmedLines;

    /// <summary>Adds new lines of the task.</summary>
    /// <param name="task">The current task.</param>
    /// <param name="mayForget">Whether the oldest rows may be removed, which moves all others.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async Task GrowAsync(TaskSnapshot task, bool mayForget, CancellationToken cancellationToken)
    {
        Last = task.LogLines + task.DroppedLines;
        Gone = task.TrimmedLines;
        var first = mayForget && Last - First >= MaxRows + (MaxRows / 4) ? Last - MaxRows + 1 : First;
        first = Math.Max(first, Gone + 1);
        if (first > First)
        {
            First = first;
            _numbers?.RemoveAll(number => number < First);
            _matches.RemoveAll(number => number < First);
        }

        if (_numbers is null && HasGaps(task))
        {
            RestartScan(hasGaps: true); // the line numbers of the rows now have to be looked up
        }

        var isScanning = _numbers is not null && Level == LogLevel.Trace && Search is null;
        if (mayForget && isScanning && !task.State.IsFinal() && Last - _scannedTo > MaxLag)
        {
            await SkipAsync(cancellationToken);
        }

        await ScanAsync(cancellationToken);
    }

    /// <summary>Skips to the newest lines. Where most were dropped, it looks further back until it finds some.</summary>
    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        var start = First;
        for (var span = (long)MaxLag; ; span *= 4)
        {
            First = Math.Max(start, Last - span + 1);
            RestartScan(hasGaps: true);
            await ScanAsync(cancellationToken);
            if (Count >= FewRows || First == start)
            {
                HasSkipped |= First > start;
                return;
            }
        }
    }

    /// <summary>Changes level and search text.</summary>
    public async Task FilterAsync(LogLevel level, string? search, bool hasGaps, CancellationToken cancellationToken)
    {
        (Level, Search) = (level, search);
        RestartScan(hasGaps);
        await ScanAsync(cancellationToken);
    }

    /// <summary>Hides the current lines for this viewer, or shows them again.</summary>
    public async Task ClearAsync(bool hide, bool hasGaps, CancellationToken cancellationToken)
    {
        HasSkipped = false;
        First = hide ? Last + 1 : Math.Max(Gone + 1, Last - MaxRows + 1);
        RestartScan(hasGaps);
        await ScanAsync(cancellationToken);
    }

    /// <summary>A range of rows, in order; fewer at the end of the log.</summary>
    public async Task<IReadOnlyList<LogRow>> RowsAsync(int first, int count, CancellationToken cancellationToken)
    {
        var start = Math.Clamp(first, 0, Math.Max(0, Count - 1));
        var numbers = _numbers?.Skip(start).Take(count).ToList()
            ?? [.. Enumerable.Range(0, Math.Min(count, Count - start)).Select(i => First + start + i)];
        await HoldAsync([.. numbers.Where(number => Find(number) is null)], cancellationToken);
        List<LogRow> rows = [.. numbers.Select(Find).OfType<LogRow>()];
        if (_held.Count > MaxHeld)
        {
            _held.Clear();
            rows.ForEach(Hold);
        }

        return rows;
    }

    /// <summary>The row of a line, or of the next line that is shown.</summary>
    public int IndexOf(long number)
    {
        if (_numbers is null)
        {
            return (int)(Math.Clamp(number, First, Math.Max(First, Last)) - First);
        }

        var at = _numbers.FindIndex(shown => shown >= number);
        return at < 0 ? Math.Max(0, _numbers.Count - 1) : at;
    }

    /// <summary>Reads missing lines in few ranges.</summary>
    private async Task HoldAsync(List<long> missing, CancellationToken cancellationToken)
    {
        for (var i = 0; i < missing.Count;)
        {
            var end = i + 1;
            while (end < missing.Count && missing[end] - missing[end - 1] <= MaxJoin && missing[end] - missing[i] < Page)
            {
                end++;
            }

            var wanted = missing[i..end].ToHashSet();
            var rows = await ReadAsync(missing[i], missing[end - 1], cancellationToken);
            foreach (var row in rows.Where(row => wanted.Contains(row.Number)))
            {
                Hold(row);
            }

            i = end;
        }
    }

    /// <summary>Scans lines that were not scanned yet, if a filter, a gap or a search requires it.</summary>
    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        if (_numbers is null && Search is null)
        {
            _scannedTo = Last;
            return;
        }

        for (var page = Page; _scannedTo < Last;)
        {
            var to = Math.Min(_scannedTo + page, Last);
            var rows = 0;
            foreach (var row in await ReadAsync(_scannedTo + 1, to + 1, cancellationToken)) // a gap at the end has the next number
            {
                Add(row, to);
                rows++;
            }

            _scannedTo = to;
            page = rows < FewRows ? Math.Min(page * 4, MaxPage) : Page; // dropped lines have numbers but cost nothing to read
            await Task.Yield(); // let the rest of the page render
        }
    }

    private void Add(LogRow row, long to)
    {
        if (row.Line is null)
        {
            if (_gaps.TryAdd(row.Number, row))
            {
                _numbers?.Add(row.Number);
            }
        }
        else if (row.Line.Level >= Level && row.Number <= to)
        {
            _numbers?.Add(row.Number);
            if (Search is not null && row.Text.Contains(Search, StringComparison.OrdinalIgnoreCase))
            {
                _matches.Add(row.Number);
            }
        }
    }

    /// <summary>Restarts the scan for rows and matches.</summary>
    private void RestartScan(bool hasGaps)
    {
        (_numbers, _matches, _scannedTo) = (Level > LogLevel.Trace || hasGaps ? [] : null, [], First - 1);
        _gaps.Clear();
    }

    private LogRow? Find(long number) => _gaps.GetValueOrDefault(number) ?? _held.GetValueOrDefault(number);

    private void Hold(LogRow row)
    {
        if (row.Line is not null)
        {
            _held[row.Number] = row;
        }
    }

    private async Task<IEnumerable<LogRow>> ReadAsync(long first, long last, CancellationToken cancellationToken) =>
        LogRow.Of(await access.ReadLogAsync(id, first, (int)(last - first + 1), cancellationToken), first, last);
}
