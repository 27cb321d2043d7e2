namespace BlazorTasks;

/// <summary>Describes a rule in words: "Every weekday at 03:00, Europe/Berlin".</summary>
public static class ScheduleText
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];
    private static readonly string[] Days = DateTimeFormatInfo.InvariantInfo.DayNames;
    private static readonly string[] Months = DateTimeFormatInfo.InvariantInfo.MonthNames;

    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@every_second"] = "Every second",
        ["@every_minute"] = "Every minute",
        ["@hourly"] = "Every hour",
        ["@daily"] = "Every day at 00:00",
        ["@midnight"] = "Every day at 00:00",
        ["@weekly"] = "Every Sunday at 00:00",
        ["@monthly"] = "On day 1 of every month at 00:00",
        ["@yearly"] = "On 1 January at 00:00",
        ["@annually"] = "On 1 January at 00:00",
    };

    /// <summary>Describes when a rule is due, with its time zone, calendar and period.</summary>
    public static string Describe(ScheduleRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var holidays = rule.Calendar is null ? "" : $", {(rule.OnHoliday == OnHoliday.Move ? "moved" : "not")} on {rule.Calendar}";
        var start = rule.StartsAt is { } from ? $", from {Day(from)}" : "";
        var end = rule.EndsAt is { } to ? $", until {Day(to)}" : "";
        return $"{When(rule)}{holidays}{start}{end}";
    }

    /// <summary>Describes a cron expression without its time zone. One that is too intricate is quoted.</summary>
    public static string DescribeCron(string cron)
    {
        ArgumentNullException.ThrowIfNull(cron);
        if (Macros.GetValueOrDefault(cron.Trim()) is { } macro)
        {
            return macro;
        }

        var fields = Schedules.CronText.FieldsOf(cron);
        fields = fields.Length == 5 ? ["0", .. fields] : fields;
        return fields.Length == 6 && Time(fields[0], fields[1], fields[2]) is { } time && Date(fields[3], fields[4], fields[5]) is { } date
            ? Sentence(time, date)
            : $"Cron \"{cron}\"";
    }

    private static string When(ScheduleRule rule) => rule switch
    {
        { Cron: { } cron } => $"{DescribeCron(cron)}, {rule.TimeZone}",
        { Every: { } every, FromLastEnd: true } => $"{Duration(every)} after the previous run has ended",
        { Every: { } every } => $"Every {Unit(every)}",
        { Dates: [var one] } => string.Create(CultureInfo.InvariantCulture, $"Once on {one.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
        { Dates.Count: > 1 } => string.Create(CultureInfo.InvariantCulture, $"On {rule.Dates.Count} dates"),
        _ => "Never",
    };

    /// <summary>Joins "at 03:00" or "every 15 minutes" with "every weekday" or "on day 1 of every month".</summary>
    private static string Sentence(string time, string date)
    {
        var isEveryDay = date.Length == 0;
        var text = time.StartsWith("at ", StringComparison.Ordinal)
            ? $"{(isEveryDay ? "every day" : date)} {time}"
            : isEveryDay ? time
            : $"{time} {(date.StartsWith("every ", StringComparison.Ordinal) ? $"on {date["every ".Length..]}" : date)}";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string? Time(string second, string minute, string hour) => (second, minute, hour) switch
    {
        ("*", "*", "*") => "every second",
        (['*', '/', .. var step], "*", "*") => $"every {step} seconds",
        (_, _, _) when !IsNumber(second) => null,
        (_, "*", "*") => "every minute",
        (_, ['*', '/', .. var step], "*") => $"every {step} minutes",
        (_, "0", "*") => "every hour",
        (_, "0", ['*', '/', .. var step]) => $"every {step} hours",
        (_, _, "*") when IsNumber(minute) => $"every hour at minute {minute}",
        _ when IsNumber(minute) && hour.Split(',').All(IsNumber) => $"at {List(hour, one => Clock(one, minute, second))}",
        _ => null,
    };

    private static string? Date(string day, string month, string weekday)
    {
        var months = month == "*" ? "" : Names(month, Months, 1);
        var days = (day, weekday) switch
        {
            ("*" or "?", "*" or "?") => months is { Length: > 0 } ? "every day" : "",
            ("*" or "?", _) => Weekdays(weekday),
            (_, "*" or "?") => MonthDays(day),
            _ => null,
        };
        return months is null || days is null ? null
            : months.Length == 0 ? days
            : $"{days.Replace(" of every month", "", StringComparison.Ordinal)} in {months}";
    }

    private static string? MonthDays(string day) => day switch
    {
        "L" => "on the last day of every month",
        "LW" => "on the last weekday of every month",
        [.. var number, 'W'] when IsNumber(number) => $"on the weekday nearest day {number} of every month",
        _ when day.Split(',').All(IsNumber) =>
            $"on {(day.Contains(',', StringComparison.Ordinal) ? "days" : "day")} {List(day, one => one)} of every month",
        _ => null,
    };

    private static string? Weekdays(string weekday) => weekday.ToUpperInvariant() switch
    {
        "1-5" or "MON-FRI" => "every weekday",
        "0,6" or "6,0" or "6,7" or "SAT,SUN" => "every Saturday and Sunday",
        [.. var day, '#', var nth] when DayName(day) is { } name && nth is >= '1' and <= '5' =>
            $"on the {Ordinals[nth - '1']} {name} of every month",
        [.. var day, 'L'] when DayName(day) is { } name => $"on the last {name} of every month",
        _ => Names(weekday, Days, 0) is { } names ? $"every {names}" : null,
    };

    /// <summary>Returns the names of a list of numbers or three-letter names, or null if it is anything else.</summary>
    private static string? Names(string field, string[] names, int first)
    {
        var found = field.Split(',').Select(item => NameOf(item, names, first)).ToList();
        return found.Contains(null) ? null : List(found!);
    }

    private static string? DayName(string item) => NameOf(item, Days, 0);

    private static string? NameOf(string item, string[] names, int first) =>
        IsNumber(item)
            ? names.ElementAtOrDefault((int.Parse(item, CultureInfo.InvariantCulture) - first) % (first == 0 ? Days.Length : Months.Length))
            : item.Length == 3 ? names.FirstOrDefault(name => name.StartsWith(item, StringComparison.OrdinalIgnoreCase)) : null;

    private static string Clock(string hour, string minute, string second) =>
        $"{hour.PadLeft(2, '0')}:{minute.PadLeft(2, '0')}{(second.TrimStart('0').Length == 0 ? "" : ":" + second.PadLeft(2, '0'))}";

    private static string List(string field, Func<string, string> format) => List([.. field.Split(',').Select(format)]);

    private static string List(List<string> items) => items.Count < 2
        ? items[0]
        : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    private static bool IsNumber(string text) => text.Length is > 0 and < 3 && text.All(char.IsAsciiDigit);

    private static string Unit(TimeSpan length) => Duration(length) is ['1', ' ', .. var unit] ? unit : Duration(length);

    private static string Duration(TimeSpan length)
    {
        (double Amount, string Unit) = length switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => (length.TotalDays, "day"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => (length.TotalHours, "hour"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => (length.TotalMinutes, "minute"),
            _ => (length.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Amount:0.###} {Unit}{(Amount == 1 ? "" : "s")}");
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
