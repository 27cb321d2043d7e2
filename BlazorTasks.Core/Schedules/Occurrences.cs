using BlazorTasks.Schedules;
using Cronos;

namespace BlazorTasks;

/// <summary>
/// The due times of a rule. Pure: it knows no clock. What falls into the gap when clocks go forward is due once, at its end. When
/// they go back, a fixed time is due once, at its first pass, and an interval ("*/10 * * * *") continues through both.
/// </summary>
internal sealed class Occurrences
{
    private static readonly TimeSpan ClockWasWrong = TimeSpan.FromDays(1);

    private readonly ScheduleRule _rule;
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone;
    private readonly HashSet<DateOnly> _holidays;
    private readonly DateTimeOffset[] _dates;
    private readonly DateTimeOffset _anchor;

    /// <summary>Prepares the due times of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="calendar">The calendar that it names, if any.</param>
    /// <exception cref="FormatException">The cron expression, the interval or the time zone is invalid. The message says
    /// what is wrong.</exception>
    public Occurrences(ScheduleRule rule, HolidayCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rule = rule;
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(rule.TimeZone, out var zone)
            ? zone
            : throw new FormatException($"The time zone \"{rule.TimeZone}\" does not exist. Use a name such as \"Europe/Berlin\".");
        _cron = rule.Cron is { } cron ? CronText.Parse(cron) : null;
        if (rule.Every is { } every && (every < ScheduleRule.MinEvery || every > ScheduleRule.MaxEvery))
        {
            throw new FormatException($"The interval must be between {ScheduleRule.MinEvery:c} and {ScheduleRule.MaxEvery:c}.");
        }

        _holidays = calendar is null ? [] : [.. calendar.Days.Select(holiday => holiday.Day)];
        _dates = [.. rule.Dates.Select(at => at.ToMicros()).Distinct().Order()];
        _anchor = (rule.StartsAt ?? new DateTimeOffset(1970, 1, 1, 0, 0, 0, _zone.BaseUtcOffset)).ToMicros();
    }

    /// <summary>
    /// Returns the first due time after the given time, or null if there is none. An interval from the last end
    /// (<see cref="ScheduleRule.FromLastEnd"/>) is counted from the given time.
    /// </summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        after = _rule.StartsAt > after ? _rule.StartsAt.Value.AddTicks(-TimeSpan.TicksPerMicrosecond) : after;
        var next = _rule.OnHoliday == OnHoliday.Move ? NextMoved(after) : NextWorkingDay(after);
        return next > _rule.EndsAt ? null : next?.ToMicros();
    }

    /// <summary>
    /// Returns the next occurrence of a schedule from now on. One that has already run is not repeated if the clock was set
    /// back, unless it is so far ahead that the clock must have been wrong when it ran.
    /// </summary>
    internal static DateTimeOffset? NextOf(Schedule schedule, IReadOnlyList<HolidayCalendar> calendars, DateTimeOffset now)
    {
        var rule = schedule.Settings.Rule;
        var after = schedule.LastDueAt > now && schedule.LastDueAt - now < ClockWasWrong ? schedule.LastDueAt.Value : now;
        return new Occurrences(rule, ScheduleCheck.CalendarOf(rule, calendars)).Next(after);
    }

    /// <summary>Returns the due times from one time to another, both included, but at most <paramref name="limit"/>.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to, int limit = int.MaxValue)
    {
        var at = Next(from.AddTicks(-TimeSpan.TicksPerMicrosecond));
        for (var count = 0; at <= to && count < limit; count++)
        {
            yield return at.Value;
            at = Next(at.Value);
        }
    }

    /// <summary>Returns the latest due times from one time to another, both included, oldest first.</summary>
    /// <remarks>Looks back in growing steps, so that a schedule of every second that was missed for a year costs nothing.</remarks>
    internal IReadOnlyList<DateTimeOffset> Latest(DateTimeOffset from, DateTimeOffset to, int count)
    {
        for (var back = TimeSpan.FromMinutes(1); ; back *= 4)
        {
            var start = to - from < back ? from : to - back;
            var found = Between(start, to).TakeLast(count).ToList();
            if (found.Count == count || start == from)
            {
                return found;
            }
        }
    }

    /// <summary>Adds the jitter of an occurrence, which depends on the schedule and the due time only.</summary>
    internal static DateTimeOffset Delayed(Schedule schedule, DateTimeOffset due)
    {
        var jitter = schedule.Settings.Rule.Jitter;
        if (jitter <= TimeSpan.Zero)
        {
            return due;
        }

        var hash = 14695981039346656037UL; // FNV-1a: the same in every process
        foreach (var c in $"{schedule.Id} {due.ToUnixMicros()}")
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (due + (jitter * ((hash >> 11) / (double)(1UL << 53)))).ToMicros();
    }

    private DateTimeOffset? NextRaw(DateTimeOffset after)
    {
        if (_cron is not null)
        {
            return _cron.GetNextOccurrence(after.UtcDateTime, _zone) is { } utc ? new DateTimeOffset(utc, TimeSpan.Zero) : null;
        }

        if (_rule.Every is { } every)
        {
            return _rule.FromLastEnd ? (_rule.StartsAt > after ? _rule.StartsAt : After(after, every))
                : after < _anchor ? _anchor
                : After(_anchor, every * (((after - _anchor).Ticks / every.Ticks) + 1));
        }

        var index = Array.BinarySearch(_dates, after);
        index = index < 0 ? ~index : index + 1;
        return index < _dates.Length ? _dates[index] : null;
    }

    private static DateTimeOffset? After(DateTimeOffset at, TimeSpan length) =>
        DateTimeOffset.MaxValue - at < length ? null : at + length;

    private DateTimeOffset? NextWorkingDay(DateTimeOffset after)
    {
        var next = NextRaw(after);
        while (next is { } at && DayOf(at) is var day && _holidays.Contains(day))
        {
            next = NextRaw(StartOf(day.AddDays(1)).AddTicks(-TimeSpan.TicksPerMicrosecond));
        }

        return next;
    }

    /// <summary>
    /// An occurrence before the given time may move past it, so the search starts with the holidays that end there.
    /// </summary>
    private DateTimeOffset? NextMoved(DateTimeOffset after)
    {
        var first = DayOf(after);
        while (_holidays.Contains(first.AddDays(-1)))
        {
            first = first.AddDays(-1);
        }

        var from = StartOf(first).AddTicks(-TimeSpan.TicksPerMicrosecond);
        DateTimeOffset? best = null;
        for (var raw = NextRaw(from < after ? from : after); raw is { } at && !(at >= best); raw = NextRaw(at))
        {
            var moved = Moved(at);
            best = moved > after && !(moved >= best) ? moved : best;
        }

        return best;
    }

    private DateTimeOffset Moved(DateTimeOffset at)
    {
        var day = DayOf(at);
        if (!_holidays.Contains(day))
        {
            return at;
        }

        while (_holidays.Contains(day))
        {
            day = day.AddDays(1);
        }

        return ToInstant(day.ToDateTime(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime)));
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    private DateTimeOffset StartOf(DateOnly day) => ToInstant(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>Converts a local time: the end of a gap if it does not exist, the first pass if it exists twice.</summary>
    private DateTimeOffset ToInstant(DateTime local)
    {
        while (_zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1).AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
        }

        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
