using Microsoft.Extensions.Logging;

namespace BlazorTasks.Components.Logs;

/// <summary>One row of a log: a line, or a gap where lines were dropped.</summary>
/// <param name="Number">The number of the line; for a gap, of the first dropped line.</param>
/// <param name="Line">The line, or null for a gap.</param>
/// <param name="Dropped">The number of dropped lines of a gap.</param>
/// <param name="AreOldest">Whether the gap is the start of the log, whose length is limited.</param>
internal sealed record LogRow(long Number, LogLine? Line, long Dropped = 0, bool AreOldest = false)
{
    /// <summary>The maximum number of characters in a row; the full line is shown on request.</summary>
    public const int MaxShown = 400;

    /// <summary>About the longest text that fits a wide window.</summary>
    public const int Wide = 72;

    /// <summary>About the longest text that fits a narrow window.</summary>
    public const int Narrow = 34;

    private string? _text;
    private IReadOnlyList<(string Text, string Class)>? _colours;

    /// <summary>The sanitized text, on one line.</summary>
    public string Text => _text ??= LogText.CleanLine(Line?.Text ?? "");

    /// <summary>The coloured parts of the text; null if it has no ANSI colours.</summary>
    public IReadOnlyList<(string Text, string Class)>? Colours => _colours ??= Line is { } line ? AnsiText.Read(line.Text, MaxShown) : null;

    /// <summary>The name of its level.</summary>
    public string Level => Line?.Level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    /// <summary>The gap of the lines trimmed from the start of a log, if <paramref name="first"/> is one of them.</summary>
    public static IEnumerable<LogRow> Gone(TaskSnapshot task, long first) =>
        first <= task.TrimmedLines ? [new LogRow(1, null, task.TrimmedLines, AreOldest: true)] : [];

    /// <summary>The rows of log chunks in a range of line numbers, in order: lines, and the gaps before them.</summary>
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

    /// <summary>The row as plain text: with date and time in UTC for downloads, or with the time of a zone for the clipboard.</summary>
    public string ToText(TimeZoneInfo? zone = null) => Line is null
        ? AreOldest
            ? $"--- the first {Formats.Count(Dropped, "line was", "lines were")} dropped ---"
            : $"--- {Formats.Count(Dropped, "line", "lines")} dropped here ---"
        : $"{TimeOf(Line, zone)} {Level,-5} {LogText.Clean(Line.Text)}";

    private static string TimeOf(LogLine line, TimeZoneInfo? zone) => zone is null
        ? line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : Formats.Clock(line.At, zone);

    /// <summary>Splits text at search matches: every second part is a match.</summary>
    public static IReadOnlyList<string> Split(string text, string? search)
    {
        if (string.IsNullOrEmpty(search))
        {
            return [text];
        }

        var pieces = new List<string>();
        var from = 0;
        while (text.IndexOf(search, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            pieces.Add(text[from..at]);
            pieces.Add(text[at..(at + search.Length)]);
            from = at + search.Length;
        }

        pieces.Add(text[from..]);
        return pieces;
    }
}
