namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>
/// Durations as people type them in filters and as the URL has them: "250ms", "30s", "5min", "1.5h", "2d"; a number without
/// a unit is in seconds.
/// </summary>
public static class DurationFilter
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Parses a duration; null if the text is not valid.</summary>
    public static TimeSpan? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim().Replace("\u00A0", "", StringComparison.Ordinal);
        var (unit, length) = Units.FirstOrDefault(
            known => text.EndsWith(known.Unit, StringComparison.OrdinalIgnoreCase),
            (Unit: "", Length: TimeSpan.FromSeconds(1)));
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;
        return double.TryParse(text[..^unit.Length], Style, CultureInfo.InvariantCulture, out var number)
            && number * length.TotalDays <= TimeSpan.MaxValue.TotalDays / 2
            ? number * length
            : null;
    }

    /// <summary>Formats a duration for a URL.</summary>
    public static string Write(TimeSpan length)
    {
        var (unit, size) = length switch
        {
            { Ticks: 0 } => ("s", TimeSpan.FromSeconds(1)),
            _ when length.Ticks % TimeSpan.TicksPerDay == 0 => ("d", TimeSpan.FromDays(1)),
            _ when length.Ticks % TimeSpan.TicksPerHour == 0 => ("h", TimeSpan.FromHours(1)),
            _ when length.Ticks % TimeSpan.TicksPerMinute == 0 => ("min", TimeSpan.FromMinutes(1)),
            _ when length.Ticks % TimeSpan.TicksPerSecond == 0 => ("s", TimeSpan.FromSeconds(1)),
            _ => ("ms", TimeSpan.FromMilliseconds(1)),
        };
        return (length / size).ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>"at least 1 min", "at most 5 s", "1 min – 1 h".</summary>
    public static string Range(TimeSpan? min, TimeSpan? max) => (min, max) switch
    {
        ({ } from, { } to) => $"{Formats.Duration(from)} – {Formats.Duration(to)}",
        ({ } from, null) => $"at least {Formats.Duration(from)}",
        (null, { } to) => $"at most {Formats.Duration(to)}",
        _ => "any duration",
    };
}
