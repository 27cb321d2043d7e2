using Microsoft.Extensions.Logging;

namespace BlazorTasks.Dashboard.Components.Logs;

/// <summary>
/// The log of a task as rows to scroll through: the newest numbers, perhaps only some levels, with a row of its own where
/// lines were dropped. It holds few lines and reads others from the store when they come into view.
/// </summary>
internal sealed class LogView(TaskMonitor monitor, TaskId id)
{
    /// <summary>The rows that can be scrolled through; older ones are in the download.</summary>
    public const int MostRows = 100_000;

    /// <summary>The lines that are held at the most.</summary>
    public const int MostHeld = 2_000;

    /// <summary>How far the view may fall behind a running task, in lines and dropped ones, before it goes on at the newest.</summary>
    public const int MostBehind = 4_000;

    private const int Page = 2_000;
    private const int FewRows = 200;
    private const int MostPage = 1 << 24;
    private const int NearEnough = 200;

    private readonly Dictionary<long, LogRow> _held = [];
    private readonly Dictionary<long, LogRow> _gaps = [];
    private List<long>? _numbers;
    private List<long> _matches = [];
    private long _scannedTo;

    /// <summary>The number of the first line that can be shown.</summary>
    public long First { get; private set; } = 1;

    /// <summary>The number of the newest line.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the last line that the log no longer keeps.</summary>
    public long Gone { get; private set; }

    /// <summary>Lines of lower levels are left out.</summary>
    public LogLevel Level { get; private set; } = LogLevel.Trace;

    /// <summary>What is searched for, or null.</summary>
    public string? Search { get; private set; }

    /// <summary>Whether lines that are kept are left out here, because they came faster than they can be looked through.</summary>
    public bool HasSkipped { get; private set; }

    /// <summary>How many rows there are.</summary>
    public int Count => _numbers?.Count ?? (int)(Last - First + 1);

    /// <summary>The numbers of the lines that hold what is searched for, in order.</summary>
    public IReadOnlyList<long> Matches => _matches;

    /// <summary>How many lines are held now.</summary>
    public int Held => _held.Count;

    /// <summary>Whether lines were dropped among those that are kept: then the rows are not simply the numbers.</summary>
    public static bool HasGaps(TaskSnapshot task) => task.DroppedLines > task.TrimmedLines;

    /// <summary>Takes in what the task has written since.</summary>
    /// <param name="task">The task as it is now.</param>
    /// <param name="mayForget">Whether the oldest rows may go, which moves all others.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task GrowAsync(TaskSnapshot task, bool mayForget, CancellationToken cancellationToken)
    {
        Last = task.LogLines + task.DroppedLines;
        Gone = task.TrimmedLines;
        var first = mayForget && Last - First >= MostRows + (MostRows / 4) ? Last - MostRows + 1 : First;
        first = Math.Max(first, Gone + 1);
        if (first > First)
        {
            First = first;
            _numbers?.RemoveAll(number => number < First);
            _matches.RemoveAll(number => number < First);
        }

        if (_numbers is null && HasGaps(task))
        {
            LookThrough(hasGaps: true); // the numbers of the rows have to be looked up now
        }

        if (mayForget && _numbers is not null && Level == LogLevel.Trace && Search is null && !task.State.IsFinal() && Last - _scannedTo > MostBehind)
        {
            await SkipAsync(cancellationToken);
        }

        await ScanAsync(cancellationToken);
    }

    /// <summary>Goes on at the newest lines. Where most were dropped, it looks further back until there are some.</summary>
    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        var start = First;
        for (var span = (long)MostBehind; ; span *= 4)
        {
            First = Math.Max(start, Last - span + 1);
            LookThrough(hasGaps: true);
            await ScanAsync(cancellationToken);
            if (Count >= FewRows || First == start)
            {
                HasSkipped |= First > start;
                return;
            }
        }
    }

    /// <summary>Shows other levels, or searches for something else.</summary>
    public async Task FilterAsync(LogLevel level, string? search, bool hasGaps, CancellationToken cancellationToken)
    {
        (Level, Search) = (level, search);
        LookThrough(hasGaps);
        await ScanAsync(cancellationToken);
    }

    /// <summary>Hides what there is now, for this viewer, or shows it again.</summary>
    public async Task ClearAsync(bool hide, bool hasGaps, CancellationToken cancellationToken)
    {
        HasSkipped = false;
        First = hide ? Last + 1 : Math.Max(Gone + 1, Last - MostRows + 1);
        LookThrough(hasGaps);
        await ScanAsync(cancellationToken);
    }

    /// <summary>Some rows, in order. Fewer when the log has fewer.</summary>
    public async Task<IReadOnlyList<LogRow>> RowsAsync(int first, int count, CancellationToken cancellationToken)
    {
        var start = Math.Clamp(first, 0, Math.Max(0, Count - 1));
        var numbers = _numbers?.Skip(start).Take(count).ToList() ?? [.. Enumerable.Range(0, Math.Min(count, Count - start)).Select(i => First + start + i)];
        await HoldAsync([.. numbers.Where(number => Find(number) is null)], cancellationToken);
        List<LogRow> rows = [.. numbers.Select(Find).OfType<LogRow>()];
        if (_held.Count > MostHeld)
        {
            _held.Clear();
            rows.ForEach(Hold);
        }

        return rows;
    }

    /// <summary>The row of a line, or of the next one that is shown.</summary>
    public int IndexOf(long number)
    {
        if (_numbers is null)
        {
            return (int)(Math.Clamp(number, First, Math.Max(First, Last)) - First);
        }

        var at = _numbers.FindIndex(shown => shown >= number);
        return at < 0 ? Math.Max(0, _numbers.Count - 1) : at;
    }

    /// <summary>Reads numbers in as few ranges as makes sense.</summary>
    private async Task HoldAsync(List<long> missing, CancellationToken cancellationToken)
    {
        for (var i = 0; i < missing.Count;)
        {
            var end = i + 1;
            while (end < missing.Count && missing[end] - missing[end - 1] <= NearEnough && missing[end] - missing[i] < Page)
            {
                end++;
            }

            var wanted = missing[i..end].ToHashSet();
            foreach (var row in (await ReadAsync(missing[i], missing[end - 1], cancellationToken)).Where(row => wanted.Contains(row.Number)))
            {
                Hold(row);
            }

            i = end;
        }
    }

    /// <summary>Looks through what was not looked through yet, if anything asks for it.</summary>
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
            foreach (var row in await ReadAsync(_scannedTo + 1, to + 1, cancellationToken)) // a gap at the very end has the next number
            {
                Take(row, to);
                rows++;
            }

            _scannedTo = to;
            page = rows < FewRows ? Math.Min(page * 4, MostPage) : Page; // dropped lines have numbers, which cost nothing to read
            await Task.Yield(); // the page has more to show than this log
        }
    }

    private void Take(LogRow row, long to)
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

    /// <summary>From the beginning: which rows there are, and which of them match.</summary>
    private void LookThrough(bool hasGaps)
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
        LogRow.Of(await monitor.ReadLogAsync(id, first, (int)(last - first + 1), cancellationToken), first, last);
}
