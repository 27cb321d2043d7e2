namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The days of a holiday calendar as text: one per line, the date and optionally a name.</summary>
internal static class HolidayLines
{
    private const string Format = "yyyy-MM-dd";

    public static string Write(IEnumerable<Holiday> days) => string.Join('\n', days
        .GroupBy(holiday => holiday.Day)
        .OrderBy(day => day.Key)
        .Select(day => $"{day.Key.ToString(Format, CultureInfo.InvariantCulture)} {day.Last().Label}".TrimEnd()));

    /// <summary>Returns the days, or what is wrong with the first line that cannot be read.</summary>
    public static (IReadOnlyList<Holiday> Days, string? Problem) Read(string text)
    {
        var days = new SortedDictionary<DateOnly, Holiday>();
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (line.Trim() is not { Length: > 0 } given)
            {
                continue;
            }

            var (date, label) = given.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
                ? (given[..end], given[end..].Trim())
                : (given, null);
            if (!DateOnly.TryParseExact(date, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return ([], $"Line {index + 1}: “{LogText.CleanLine(date)}” is not a date such as 2026-12-25.");
            }

            days[day] = new Holiday(day, label);
        }

        return days.Count switch
        {
            0 => ([], "Enter at least one day."),
            > HolidayCalendar.MaxDays => ([], $"A calendar can have at most {HolidayCalendar.MaxDays:N0} days."),
            _ => ([.. days.Values], null),
        };
    }
}
