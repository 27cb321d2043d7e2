using System.Globalization;
using BlazorTasks.Dashboard.Components.Formatting;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Dashboard.Components.Logs;

/// <summary>One row of a log: a line, or the place where lines were dropped.</summary>
/// <param name="Number">The number of the line; of a gap, that of the first line that was dropped.</param>
/// <param name="Line">The line, or null for a gap.</param>
/// <param name="Dropped">How many lines a gap stands for.</param>
/// <param name="AreOldest">Whether a gap is the beginning of the log, which keeps only so many lines.</param>
internal sealed record LogRow(long Number, LogLine? Line, long Dropped = 0, bool AreOldest = false)
{
    /// <summary>What a row may show; the rest of a line is one press away.</summary>
    public const int MostShown = 400;

    /// <summary>The longest text that a wide window shows whole, about.</summary>
    public const int Wide = 72;

    /// <summary>The same for a narrow one.</summary>
    public const int Narrow = 34;

    private string? _text;
    private IReadOnlyList<(string Text, string Class)>? _colours;

    /// <summary>The line on one line, harmless.</summary>
    public string Text => _text ??= LogText.CleanLine(Line?.Text ?? "");

    /// <summary>What a row shows of the line in its terminal colours; null if it has none.</summary>
    public IReadOnlyList<(string Text, string Class)>? Colours => _colours ??= Line is { } line ? AnsiText.Read(line.Text, MostShown) : null;

    /// <summary>The word of its level.</summary>
    public string Level => Line?.Level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    /// <summary>What tells of the lines that are gone from the beginning of a log, if the log is read from before line <paramref name="first"/>.</summary>
    public static IEnumerable<LogRow> Gone(TaskSnapshot task, long first) => first <= task.TrimmedLines ? [new LogRow(1, null, task.TrimmedLines, AreOldest: true)] : [];

    /// <summary>The rows of some chunks, in order: the lines with these numbers, and the gaps that end at one of them.</summary>
    public static IEnumerable<LogRow> Of(IEnumerable<TaskLogged> chunks, long first, long last)
    {
        foreach (var chunk in chunks)
        {
            if (chunk.Dropped > 0 && chunk.FirstLine >= first && chunk.FirstLine <= last)
            {
                yield return new LogRow(chunk.FirstLine - chunk.Dropped, null, chunk.Dropped);
            }

            for (var number = Math.Max(first, chunk.FirstLine); number <= last && number < chunk.FirstLine + chunk.Lines.Count; number++)
            {
                yield return new LogRow(number, chunk.Lines[(int)(number - chunk.FirstLine)]);
            }
        }
    }

    /// <summary>The row as plain text: in a download with the date, in UTC; on the clipboard as it is shown.</summary>
    public string ToText(TimeZoneInfo? zone = null) => Line is null
        ? AreOldest ? $"--- the first {Formats.Count(Dropped, "line was", "lines were")} dropped ---" : $"--- {Formats.Count(Dropped, "line", "lines")} dropped here ---"
        : $"{(zone is null ? Line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : Formats.Clock(Line.At, zone))} {Level,-5} {LogText.Clean(Line.Text)}";

    /// <summary>A text in pieces, every second of which is what is searched for.</summary>
    public static IReadOnlyList<string> Split(string text, string? search)
    {
        if (string.IsNullOrEmpty(search))
        {
            return [text];
        }

        var pieces = new List<string>();
        var from = 0;
        for (var at = text.IndexOf(search, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(search, from, StringComparison.OrdinalIgnoreCase))
        {
            pieces.Add(text[from..at]);
            pieces.Add(text[at..(at + search.Length)]);
            from = at + search.Length;
        }

        pieces.Add(text[from..]);
        return pieces;
    }
}
