namespace BlazorTasks;

/// <summary>A named list of days on which schedules skip their runs or move them.</summary>
/// <param name="Name">The kebab-case name, such as "german-holidays".</param>
/// <param name="Days">The days.</param>
public sealed record HolidayCalendar(string Name, IReadOnlyList<Holiday> Days)
{
    /// <summary>The maximum number of days.</summary>
    public const int MaxDays = 5_000;

    /// <summary>The maximum length of a period in a calendar file, in days.</summary>
    private const int LongestEvent = 366;

    /// <summary>Reads the all-day events of an iCalendar file (.ics). Recurring events are read once.</summary>
    /// <param name="name">The name of the calendar.</param>
    /// <param name="text">The content of the file.</param>
    /// <exception cref="FormatException">The text is not a calendar, or it has no all-day event.</exception>
    public static HolidayCalendar FromIcs(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var days = new SortedDictionary<DateOnly, Holiday>();
        (DateOnly? From, DateOnly? To, string? Label) one = default;
        foreach (var (property, value) in LinesOf(text))
        {
            switch (property)
            {
                case "BEGIN" when value == "VEVENT":
                    one = default;
                    break;
                case "DTSTART":
                    one.From = Day(value);
                    break;
                case "DTEND":
                    one.To = Day(value);
                    break;
                case "SUMMARY":
                    one.Label = value.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal);
                    break;
                case "END" when value == "VEVENT" && one.From is { } from:
                    var end = one.To > from ? one.To.Value : from.AddDays(1); // exclusive
                    for (var day = from; day < end && day < from.AddDays(LongestEvent); day = day.AddDays(1))
                    {
                        days[day] = new Holiday(day, one.Label);
                    }

                    break;
            }
        }

        return days.Count > 0
            ? new HolidayCalendar(name, [.. days.Values])
            : throw new FormatException("The file contains no all-day event. Choose an iCalendar file (.ics) with holidays.");
    }

    /// <summary>Reads the unfolded lines: a line that starts with a space continues the previous one.</summary>
    private static IEnumerable<(string Property, string Value)> LinesOf(string text) =>
        from line in text.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal)
            .Replace("\n\t", "", StringComparison.Ordinal).Split('\n')
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select (line[..colon].Split(';')[0].ToUpperInvariant(), line[(colon + 1)..].Trim());

    private static DateOnly? Day(string value) =>
        DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>A day in a <see cref="HolidayCalendar"/>.</summary>
/// <param name="Day">The day.</param>
/// <param name="Label">What is celebrated, or null.</param>
public sealed record Holiday(DateOnly Day, string? Label = null);
