namespace BlazorTasks.Forms;

/// <summary>Parses dates and times in ISO 8601 formats, independent of the culture.</summary>
internal static class TimeText
{
    private static readonly string[] Clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] Moments = [.. Clocks.Select(clock => $"yyyy-MM-dd'T'{clock}K")];

    /// <summary>Parses a date, "2026-11-21".</summary>
    public static string? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Write(day) : null;

    /// <summary>Parses a time of day, "14:00:00".</summary>
    public static string? Time(string? text) =>
        TimeOnly.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Write(time) : null;

    /// <summary>Parses a date and time, "2026-11-21T14:00:00Z". Without an offset it is UTC.</summary>
    public static string? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Write(at)
            : null;

    /// <summary>Formats a date as it is stored.</summary>
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Formats a time of day as it is stored.</summary>
    public static string Write(TimeOnly time) => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>Formats a date and time as it is stored, in UTC.</summary>
    public static string Write(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
