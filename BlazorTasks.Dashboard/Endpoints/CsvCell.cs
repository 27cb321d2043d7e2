using System.Buffers;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Formats text as a CSV cell (RFC 4180) that is safe to open in a spreadsheet.</summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",;\r\n\t");

    /// <summary>
    /// Returns the cell for text written by people or tasks. A spreadsheet would evaluate text that starts like a formula, so
    /// such text is prefixed with an apostrophe, which spreadsheets do not display.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(NeedsQuotes) || safe[0] == ' ' || safe[^1] == ' '
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
