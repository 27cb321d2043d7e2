using BlazorTasks.Dashboard.Components.History;

namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>How a rule is entered.</summary>
public enum RuleKind
{
    /// <summary>Every few minutes, hours or days.</summary>
    Interval,

    /// <summary>Every day at a time.</summary>
    Daily,

    /// <summary>On certain weekdays at a time.</summary>
    Weekly,

    /// <summary>On a day of each month at a time.</summary>
    Monthly,

    /// <summary>At certain times only.</summary>
    Dates,

    /// <summary>A cron expression.</summary>
    Cron,
}

/// <summary>A rule while someone edits it. All kinds but the interval and the dates are cron expressions.</summary>
public sealed class RuleDraft
{
    /// <summary>The form of a date and time.</summary>
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] LocalFormats = [LocalFormat, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
    private static readonly CultureInfo Wire = CultureInfo.InvariantCulture;

    /// <summary>The kind.</summary>
    public RuleKind Kind { get; set; } = RuleKind.Weekly;

    /// <summary>The number of units of an interval.</summary>
    public string? Amount { get; set; } = "15";

    /// <summary>The unit of an interval, as in <see cref="DurationFilter"/>.</summary>
    public string Unit { get; set; } = "min";

    /// <inheritdoc cref="ScheduleRule.FromLastEnd" />
    public bool FromLastEnd { get; set; }

    /// <summary>The time of the day, such as "03:00".</summary>
    public string? At { get; set; } = "03:00";

    /// <summary>The weekdays, 0 to 6 from Sunday.</summary>
    public IReadOnlyList<int> Days { get; set; } = [1, 2, 3, 4, 5];

    /// <summary>The day of the month: 1 to 31, "L" for the last one, "LW" for the last weekday.</summary>
    public string MonthDay { get; set; } = "1";

    /// <inheritdoc cref="ScheduleRule.Cron" />
    public string? Cron { get; set; } = "0 3 * * 1-5";

    /// <summary>The dates, one per line.</summary>
    public string? Dates { get; set; }

    /// <inheritdoc cref="ScheduleRule.TimeZone" />
    public string? TimeZone { get; set; } = "UTC";

    /// <inheritdoc cref="ScheduleRule.StartsAt" />
    public string? StartsAt { get; set; }

    /// <inheritdoc cref="ScheduleRule.EndsAt" />
    public string? EndsAt { get; set; }

    /// <inheritdoc cref="ScheduleRule.Calendar" />
    public string? Calendar { get; set; }

    /// <inheritdoc cref="ScheduleRule.OnHoliday" />
    public OnHoliday OnHoliday { get; set; }

    /// <inheritdoc cref="ScheduleRule.Jitter" />
    public string? Jitter { get; set; }

    /// <summary>The draft of an existing rule.</summary>
    public static RuleDraft Of(ScheduleRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var zone = ScheduleWords.ZoneOf(rule.TimeZone) ?? TimeZoneInfo.Utc;
        var draft = new RuleDraft
        {
            TimeZone = rule.TimeZone,
            StartsAt = Local(rule.StartsAt, zone),
            EndsAt = Local(rule.EndsAt, zone),
            Calendar = rule.Calendar,
            OnHoliday = rule.OnHoliday,
            Jitter = rule.Jitter > TimeSpan.Zero ? DurationFilter.Write(rule.Jitter) : null,
        };
        if (rule.Every is { } every)
        {
            var text = DurationFilter.Write(every);
            draft.Unit = text.TrimStart([.. "0123456789."]);
            (draft.Kind, draft.Amount, draft.FromLastEnd) = (RuleKind.Interval, text[..^draft.Unit.Length], rule.FromLastEnd);
        }
        else if (rule.Dates.Count > 0)
        {
            (draft.Kind, draft.Dates) = (RuleKind.Dates, string.Join('\n', rule.Dates.Select(at => Local(at, zone)!.Replace('T', ' '))));
        }
        else
        {
            draft.Cron = rule.Cron;
            draft.Kind = draft.TryTakeCron() ? draft.Kind : RuleKind.Cron;
        }

        return draft;
    }

    /// <summary>Changes the kind. What was entered goes with it where it can.</summary>
    public void Become(RuleKind kind)
    {
        if (kind == RuleKind.Cron)
        {
            Cron = Expression ?? Cron;
        }
        else if (Kind == RuleKind.Cron)
        {
            TryTakeCron();
        }

        Kind = kind;
    }

    /// <summary>Reads what was entered.</summary>
    /// <param name="errors">Gets a message for each field that cannot be read, by its name in the API.</param>
    internal ScheduleRule Read(Dictionary<string, string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var zone = ScheduleWords.ZoneOf(TimeZone ?? "") ?? TimeZoneInfo.Utc;
        if (Kind is RuleKind.Daily or RuleKind.Weekly or RuleKind.Monthly && Expression is null)
        {
            errors["cron"] = Kind == RuleKind.Weekly && Days.Count == 0 ? "Choose at least one weekday." : "Enter a time such as 03:00.";
        }

        return new ScheduleRule
        {
            Cron = Kind == RuleKind.Cron ? Cron?.Trim() ?? "" : Expression,
            Every = Kind == RuleKind.Interval ? Interval(errors) : null,
            FromLastEnd = Kind == RuleKind.Interval && FromLastEnd,
            Dates = Kind == RuleKind.Dates ? ReadDates(zone, errors) : [],
            TimeZone = TimeZone?.Trim() ?? "",
            StartsAt = Moment("starts_at", StartsAt, zone, errors),
            EndsAt = Moment("ends_at", EndsAt, zone, errors),
            Calendar = string.IsNullOrEmpty(Calendar) ? null : Calendar,
            OnHoliday = OnHoliday,
            Jitter = ScheduleDraft.Duration("jitter", Jitter, errors) ?? TimeSpan.Zero,
        };
    }

    /// <summary>The cron expression of the builder, or null if something is missing.</summary>
    private string? Expression
    {
        get
        {
            if (!TimeOnly.TryParseExact(At?.Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], Wire, DateTimeStyles.None, out var at))
            {
                return null;
            }

            var time = string.Create(Wire, $"{at.Minute} {at.Hour}");
            return Kind switch
            {
                RuleKind.Daily => $"{time} * * *",
                RuleKind.Weekly when Days.Count > 0 => $"{time} * * {Weekdays}",
                RuleKind.Monthly => $"{time} {MonthDay} * *",
                _ => null,
            };
        }
    }

    private string Weekdays => Days.Order().SequenceEqual([1, 2, 3, 4, 5])
        ? "1-5"
        : string.Join(',', Days.Order().Select(day => day.ToString(Wire)));

    /// <summary>Sets the builder to the cron expression, if it can express it.</summary>
    private bool TryTakeCron()
    {
        var fields = (Cron ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [var minute, var hour, var day, "*", var weekday]
            || !TimeOnly.TryParseExact($"{hour.PadLeft(2, '0')}:{minute.PadLeft(2, '0')}", "HH:mm", Wire, DateTimeStyles.None, out var at))
        {
            return false;
        }

        IReadOnlyList<int> days = weekday == "1-5"
            ? [1, 2, 3, 4, 5]
            : [.. weekday.Split(',').Select(one => one is [>= '0' and <= '6'] ? one[0] - '0' : -1)];
        RuleKind? kind = (day, weekday) switch
        {
            ("*", "*") => RuleKind.Daily,
            ("*", _) when !days.Contains(-1) => RuleKind.Weekly,
            (_, "*") when MonthDays.Contains(day) => RuleKind.Monthly,
            _ => null,
        };
        At = kind is null ? At : at.ToString("HH:mm", Wire);
        Days = kind == RuleKind.Weekly ? days : Days;
        MonthDay = kind == RuleKind.Monthly ? day : MonthDay;
        Kind = kind ?? Kind;
        return kind is not null;
    }

    /// <summary>The days of the month to choose from.</summary>
    internal static IReadOnlyList<string> MonthDays { get; } = [.. Enumerable.Range(1, 31).Select(day => day.ToString(Wire)), "L", "LW"];

    private TimeSpan? Interval(Dictionary<string, string> errors)
    {
        if (DurationFilter.Read($"{Amount?.Trim()}{Unit}") is { } every && !string.IsNullOrWhiteSpace(Amount))
        {
            return every;
        }

        errors["every"] = "Enter a number greater than zero.";
        return null;
    }

    private List<DateTimeOffset> ReadDates(TimeZoneInfo zone, Dictionary<string, string> errors)
    {
        var dates = new List<DateTimeOffset>();
        foreach (var line in (Dates ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Moment("dates", line, zone, errors) is { } at)
            {
                dates.Add(at);
            }
        }

        if (dates.Count == 0)
        {
            errors.TryAdd("dates", "Enter at least one date and time, such as 2026-12-24 18:00.");
        }

        return dates;
    }

    private static DateTimeOffset? Moment(string field, string? text, TimeZoneInfo zone, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (DateTime.TryParseExact(text.Trim(), LocalFormats, Wire, DateTimeStyles.None, out var local))
        {
            return HistoryAddress.InZone(local, zone);
        }

        errors[field] = $"“{(text.Length <= 40 ? text : text[..40])}” is not a date and time such as 2026-12-24 18:00.";
        return null;
    }

    private static string? Local(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString(LocalFormat, Wire) : null;
}
