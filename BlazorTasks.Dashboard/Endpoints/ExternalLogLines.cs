namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Parses the log lines of a script: plain text, one log line per line. A line can specify its level as systemd services do:
/// "&lt;3&gt;" for an error, "&lt;4&gt;" for a warning, "&lt;7&gt;" for debug output.
/// </summary>
internal static class ExternalLogLines
{
    /// <summary>Reads the lines of a request.</summary>
    /// <exception cref="ProblemException">The body is not plain text.</exception>
    public static async Task<IReadOnlyList<(LogLevel Level, string Text)>> ReadAsync(HttpContext context)
    {
        if (context.Request.HasJsonContentType())
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType,
                "The body must be plain text with one log line per line, sent as Content-Type: text/plain.");
        }

        var text = Encoding.UTF8.GetString((await RequestBody.BytesAsync(context)).Span).Replace('\0', '\uFFFD');
        var lines = text.Split('\n');
        return [.. lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length).Select(line => Read(line.TrimEnd('\r')))];
    }

    private static (LogLevel, string) Read(string line) =>
        line is ['<', >= '0' and <= '7' and var number, '>', ..] ? (LevelOf(number), line[3..]) : (LogLevel.Information, line);

    private static LogLevel LevelOf(char number) => number switch
    {
        <= '2' => LogLevel.Critical,
        '3' => LogLevel.Error,
        '4' => LogLevel.Warning,
        '7' => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
