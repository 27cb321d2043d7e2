namespace BlazorTasks;

/// <summary>
/// When a schedule is due. Exactly one of <see cref="Cron"/>, <see cref="Every"/> and <see cref="Dates"/> is given; the rest
/// narrows it down. Pure data: <see cref="Occurrences"/> computes the times.
/// </summary>
public sealed record ScheduleRule
{
    /// <summary>The shortest interval.</summary>
    public static readonly TimeSpan MinEvery = TimeSpan.FromSeconds(1);

    /// <summary>The longest interval.</summary>
    public static readonly TimeSpan MaxEvery = TimeSpan.FromDays(3650);

    /// <summary>The maximum number of dates.</summary>
    public const int MaxDates = 1_000;

    /// <summary>
    /// A cron expression with 5 fields, or 6 with seconds first: "0 3 * * MON-FRI", "@daily". Supports L, W and #. If both a
    /// day of the month and a day of the week are given, both must match.
    /// </summary>
    public string? Cron { get; init; }

    /// <summary>
    /// An interval of elapsed time, counted from <see cref="StartsAt"/> or from midnight on 1 January 1970 in the zone.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Whether <see cref="Every"/> is counted from the end of the previous run instead.</summary>
    public bool FromLastEnd { get; init; }

    /// <summary>A list of times.</summary>
    public IReadOnlyList<DateTimeOffset> Dates { get; init; } = [];

    /// <summary>The IANA or Windows name of the time zone in which cron expressions and holidays are evaluated.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>No occurrence is before this time.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>No occurrence is after this time.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The name of a holiday calendar. See <see cref="ScheduleMonitor.PutCalendarAsync"/>.</summary>
    public string? Calendar { get; init; }

    /// <summary>What happens to an occurrence on a holiday.</summary>
    public OnHoliday OnHoliday { get; init; }

    /// <summary>
    /// Delays each run by up to this long, so that schedules with the same time do not start together. The delay of a given
    /// occurrence is always the same.
    /// </summary>
    public TimeSpan Jitter { get; init; }
}

/// <summary>What happens to an occurrence on a holiday.</summary>
public enum OnHoliday
{
    /// <summary>There is no run.</summary>
    Skip,

    /// <summary>It moves to the same time on the next day that is not a holiday.</summary>
    Move,
}
