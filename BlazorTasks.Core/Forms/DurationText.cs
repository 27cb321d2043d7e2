using System.Text.RegularExpressions;
using System.Xml;

namespace BlazorTasks.Forms;

/// <summary>Parses durations in unambiguous formats: "00:30:00", "36:00:00", "1.12:00:00", or ISO 8601 ("PT36H").</summary>
internal static partial class DurationText
{
    /// <summary>Tries to parse a duration.</summary>
    public static bool TryRead(string? text, out TimeSpan duration)
    {
        duration = default;
        try
        {
            return text is { Length: > 0 and <= 40 }
                && (Clock().Match(text) is { Success: true } clock ? TryRead(clock, out duration) : TryReadIso(text, out duration));
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Formats a duration as it is stored: "1.12:00:00".</summary>
    public static string Write(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Hours may exceed 23 unless days are given too.</summary>
    private static bool TryRead(Match clock, out TimeSpan duration)
    {
        var days = clock.Groups["days"].Success ? Number(clock, "days") : (long?)null;
        var hours = Number(clock, "hours");
        var fraction = clock.Groups["fraction"].Value.PadRight(7, '0');
        duration = default;
        if (days is not null && hours > 23)
        {
            return false;
        }

        var seconds = checked((((((days ?? 0) * 24) + hours) * 60) + Number(clock, "minutes")) * 60) + Number(clock, "seconds");
        var ticks = checked((seconds * TimeSpan.TicksPerSecond) + long.Parse(fraction, CultureInfo.InvariantCulture));
        duration = new TimeSpan(clock.Groups["minus"].Success ? -ticks : ticks);
        return true;
    }

    private static long Number(Match clock, string group) => long.Parse(clock.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>Years and months are rejected because their length varies.</summary>
    private static bool TryReadIso(string text, out TimeSpan duration)
    {
        var isIso = Iso().IsMatch(text);
        duration = isIso ? XmlConvert.ToTimeSpan(text) : default;
        return isIso;
    }

    [GeneratedRegex(
        @"^(?<minus>-)?((?<days>\d{1,8})\.)?(?<hours>\d{2,9}):(?<minutes>[0-5]\d):(?<seconds>[0-5]\d)(\.(?<fraction>\d{1,7}))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"^-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();
}
