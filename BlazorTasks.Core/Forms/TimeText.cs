using System.Globalization;

namespace BlazorTasks.Forms;

/// <summary>Reads days and times in exactly the forms of ISO 8601, whatever the culture; nothing is guessed.</summary>
internal static class TimeText
{
    private static readonly string[] Clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] Moments = [.. Clocks.Select(clock => $"yyyy-MM-dd'T'{clock}K")];

    /// <summary>"2026-11-21".</summary>
    public static string? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Write(day) : null;

    /// <summary>"14:00:00".</summary>
    public static string? Time(string? text) =>
        TimeOnly.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Write(time) : null;

    /// <summary>"2026-11-21T14:00:00Z"; without an offset it is UTC.</summary>
    public static string? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Write(at) : null;

    /// <summary>As it is stored.</summary>
    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>As it is stored.</summary>
    public static string Write(TimeOnly time) => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>As it is stored: in UTC.</summary>
    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
