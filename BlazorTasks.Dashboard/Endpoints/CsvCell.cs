using System.Buffers;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Text as a cell of a CSV file (RFC 4180), harmless in a spreadsheet.</summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",;\r\n\t");

    /// <summary>
    /// The cell for a text that people or tasks wrote. A spreadsheet would run what begins like a formula, so that gets
    /// an apostrophe in front of it, which a spreadsheet does not show.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(NeedsQuotes) || safe[0] == ' ' || safe[^1] == ' ' ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
