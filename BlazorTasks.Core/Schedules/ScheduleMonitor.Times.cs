using BlazorTasks.Schedules;

namespace BlazorTasks;

/// <content>Due times and holiday calendars.</content>
public sealed partial class ScheduleMonitor
{
    /// <summary>The maximum number of due times that are returned at once.</summary>
    public const int MaxOccurrences = 1_000;

    /// <summary>Returns the due times of a rule from now on, for a preview.</summary>
    /// <exception cref="FormatException">The rule is invalid. The message says what is wrong.</exception>
    public async Task<IReadOnlyList<DateTimeOffset>> PreviewAsync(ScheduleRule rule, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var calendar = ScheduleCheck.CalendarOf(rule, await CalendarsAsync().ConfigureAwait(false));
        var now = _runtime.Time.GetUtcNow();
        return [.. new Occurrences(rule, calendar).Between(now, DateTimeOffset.MaxValue, Math.Clamp(count, 0, MaxOccurrences))];
    }

    /// <summary>
    /// Returns the due times of a schedule from one time to another, both included, at most <see cref="MaxOccurrences"/>. Past
    /// times before its next occurrence are computed from its rule as it is now; a paused schedule has none in the future.
    /// </summary>
    public async Task<IReadOnlyList<DateTimeOffset>> OccurrencesAsync(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.IsUnreadable ? [] : TimesOf(schedule, await CalendarsAsync().ConfigureAwait(false), from, to);
    }

    /// <summary>Returns the due times of all enabled schedules, for a calendar. Each is limited to <see cref="MaxOccurrences"/>.</summary>
    public async Task<IReadOnlyList<ScheduleTimes>> TimelineAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken = default)
    {
        var calendars = await CalendarsAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(schedule => schedule.IsEnabled)
                .Select(schedule => new ScheduleTimes(schedule, TimesOf(schedule, calendars, from, to))),
        ];
    }

    /// <summary>Returns all holiday calendars, by name.</summary>
    public async Task<IReadOnlyList<HolidayCalendar>> CalendarsAsync(CancellationToken cancellationToken = default) =>
        await (await _writer.OpenAsync().ConfigureAwait(false)).CalendarsAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Stores a holiday calendar, or replaces the one with its name. Schedules that use it are aimed again.</summary>
    /// <exception cref="ArgumentException">The name or the days are not allowed.</exception>
    public async Task PutCalendarAsync(HolidayCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (!ScheduleIds.IsValid(calendar.Name) || calendar.Days.Count > HolidayCalendar.MaxDays)
        {
            throw new ArgumentException(
                ScheduleIds.IsValid(calendar.Name)
                    ? $"A calendar can have at most {HolidayCalendar.MaxDays:N0} days, but this one has {calendar.Days.Count:N0}."
                    : ScheduleIds.Message,
                nameof(calendar));
        }

        await (await _writer.OpenToWriteAsync().ConfigureAwait(false)).PutCalendarAsync(calendar, default).ConfigureAwait(false);
        var calendars = await CalendarsAsync().ConfigureAwait(false);
        foreach (var schedule in (await ListAsync().ConfigureAwait(false))
            .Where(schedule => schedule.IsEnabled && schedule.Settings.Rule.Calendar == calendar.Name))
        {
            await _writer.ChangeAsync(schedule.Id, null, null, AuditAction.ChangeSchedule, (now, at) =>
                (now.Aim(now.IsEnabled ? Occurrences.NextOf(now, calendars, at) : null), null)).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a holiday calendar. Schedules that use it are paused when they are due next.</summary>
    /// <returns>Whether it existed.</returns>
    public async Task<bool> DeleteCalendarAsync(string name) =>
        await (await _writer.OpenToWriteAsync().ConfigureAwait(false)).DeleteCalendarAsync(name, default).ConfigureAwait(false);

    private IReadOnlyList<DateTimeOffset> TimesOf(
        Schedule schedule,
        IReadOnlyList<HolidayCalendar> calendars,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        var rule = schedule.Settings.Rule;
        var now = _runtime.Time.GetUtcNow();
        if (ProblemOf(rule) || (schedule.Pause is not null && from > now))
        {
            return [];
        }

        var end = schedule.Pause is not null && to > now ? now : to;
        return [.. new Occurrences(rule, ScheduleCheck.CalendarOf(rule, calendars)).Between(from, end, MaxOccurrences)];
    }

    private static bool ProblemOf(ScheduleRule rule)
    {
        try
        {
            _ = new Occurrences(rule);
            return false;
        }
        catch (FormatException)
        {
            return true; // it is paused with that reason
        }
    }
}

/// <summary>The due times of a schedule within a period.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Times">The due times, at most <see cref="ScheduleMonitor.MaxOccurrences"/>.</param>
public sealed record ScheduleTimes(Schedule Schedule, IReadOnlyList<DateTimeOffset> Times);
