namespace BlazorTasks.Storage;

/// <content>The schedules.</content>
internal sealed partial class InMemoryTaskStore
{
    private readonly SortedDictionary<string, Schedule> _schedules = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, string Id)> _wakes = [];
    private readonly SortedDictionary<string, HolidayCalendar> _calendars = new(StringComparer.Ordinal);

    Task<Schedule?> ITaskSchedules.FindAsync(string id, CancellationToken cancellationToken) =>
        Read(() => _schedules.GetValueOrDefault(id));

    Task<IReadOnlyList<Schedule>> ITaskSchedules.ListAsync(CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<Schedule>)[.. _schedules.Values]);

    Task<IReadOnlyList<DueSchedule>> ITaskSchedules.DueAsync(
        DateTimeOffset now,
        int skip,
        int limit,
        CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<DueSchedule>)
        [
            .. _wakes.TakeWhile(wake => wake.At <= now).Skip(skip).Take(limit).Select(wake => Due(_schedules[wake.Id])),
        ]);

    Task<DateTimeOffset?> ITaskSchedules.NextAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Read(() => _wakes.SkipWhile(wake => wake.At <= after).Select(wake => (DateTimeOffset?)wake.At).FirstOrDefault());

    Task<bool> ITaskSchedules.PutAsync(Schedule schedule, AuditEntry? audit, CancellationToken cancellationToken) => Read(() =>
    {
        var isStored = TryPut(schedule);
        _audit.Add(isStored ? audit : null);
        return isStored;
    });

    Task<bool> ITaskSchedules.DeleteAsync(string id, long version, AuditEntry? audit, CancellationToken cancellationToken) =>
        Read(() =>
        {
            if (_schedules.GetValueOrDefault(id) is not { } stored || stored.Version != version)
            {
                return false;
            }

            _schedules.Remove(id);
            SetWake(id, stored.WakeAt, null);
            _audit.Add(audit);
            return true;
        });

    Task<IReadOnlyList<HolidayCalendar>> ITaskSchedules.CalendarsAsync(CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<HolidayCalendar>)[.. _calendars.Values]);

    Task ITaskSchedules.PutCalendarAsync(HolidayCalendar calendar, CancellationToken cancellationToken) =>
        Read(() => _calendars[calendar.Name] = calendar);

    Task<bool> ITaskSchedules.DeleteCalendarAsync(string name, CancellationToken cancellationToken) =>
        Read(() => _calendars.Remove(name));

    private bool TryPut(Schedule schedule)
    {
        var stored = _schedules.GetValueOrDefault(schedule.Id);
        if ((stored?.Version ?? 0) != schedule.Version - 1)
        {
            return false;
        }

        _schedules[schedule.Id] = schedule;
        SetWake(schedule.Id, stored?.WakeAt, schedule.WakeAt);
        return true;
    }

    private void SetWake(string id, DateTimeOffset? before, DateTimeOffset? after)
    {
        if (before is { } old)
        {
            _wakes.Remove((old, id));
        }

        if (after is { } at)
        {
            _wakes.Add((at, id));
        }
    }

    private DueSchedule Due(Schedule schedule)
    {
        var mine = _tasks.Values.Where(stored => stored.Snapshot.Schedule == schedule.Id).Select(stored => stored.Snapshot).ToList();
        return new DueSchedule(schedule, mine.Count(task => task.FinishedAt is null), mine.Max(task => task.FinishedAt));
    }
}
