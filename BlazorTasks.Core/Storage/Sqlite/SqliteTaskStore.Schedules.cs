namespace BlazorTasks.Storage.Sqlite;

/// <content>The schedules.</content>
internal sealed partial class SqliteTaskStore
{
    Task<Schedule?> ITaskSchedules.FindAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteSchedules.Find(reading, id), cancellationToken);

    Task<IReadOnlyList<Schedule>> ITaskSchedules.ListAsync(CancellationToken cancellationToken) =>
        ReadAsync(SqliteSchedules.List, cancellationToken);

    Task<IReadOnlyList<DueSchedule>> ITaskSchedules.DueAsync(
        DateTimeOffset now,
        int skip,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteSchedules.Due(reading, now, skip, limit), cancellationToken);

    Task<DateTimeOffset?> ITaskSchedules.NextAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteSchedules.Next(reading, after), cancellationToken);

    Task<bool> ITaskSchedules.PutAsync(Schedule schedule, AuditEntry? audit, CancellationToken cancellationToken) =>
        ChangeAsync(() => SqliteSchedules.Put(_writing!, schedule), audit, cancellationToken);

    Task<bool> ITaskSchedules.DeleteAsync(string id, long version, AuditEntry? audit, CancellationToken cancellationToken) =>
        ChangeAsync(() => SqliteSchedules.Delete(_writing!, id, version), audit, cancellationToken);

    Task<IReadOnlyList<HolidayCalendar>> ITaskSchedules.CalendarsAsync(CancellationToken cancellationToken) =>
        ReadAsync(SqliteSchedules.Calendars, cancellationToken);

    Task ITaskSchedules.PutCalendarAsync(HolidayCalendar calendar, CancellationToken cancellationToken) =>
        Task.Run(() => Write(_ => SqliteSchedules.PutCalendar(_writing!, calendar)), cancellationToken);

    Task<bool> ITaskSchedules.DeleteCalendarAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(() => SqliteSchedules.DeleteCalendar(_writing!, name), null, cancellationToken);

    /// <summary>Changes a row and notes who did it, in one transaction.</summary>
    private Task<bool> ChangeAsync(Func<bool> change, AuditEntry? audit, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var isChanged = false;
            Write(writer => writer.InTransaction(() =>
            {
                isChanged = change();
                writer.Note(isChanged ? audit : null);
            }));
            return isChanged;
        },
        cancellationToken);
}
