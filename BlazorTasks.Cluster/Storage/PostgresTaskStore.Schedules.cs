namespace BlazorTasks.Cluster.Storage;

/// <content>The schedules.</content>
internal sealed partial class PostgresTaskStore
{
    Task<Schedule?> ITaskSchedules.FindAsync(string id, CancellationToken cancellationToken) =>
        PostgresSchedules.FindAsync(_source, id, cancellationToken);

    Task<IReadOnlyList<Schedule>> ITaskSchedules.ListAsync(CancellationToken cancellationToken) =>
        PostgresSchedules.ListAsync(_source, cancellationToken);

    Task<IReadOnlyList<DueSchedule>> ITaskSchedules.DueAsync(
        DateTimeOffset now,
        int skip,
        int limit,
        CancellationToken cancellationToken) =>
        PostgresSchedules.DueAsync(_source, now, skip, limit, cancellationToken);

    Task<DateTimeOffset?> ITaskSchedules.NextAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        PostgresSchedules.NextAsync(_source, after, cancellationToken);

    Task<bool> ITaskSchedules.PutAsync(Schedule schedule, AuditEntry? audit, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PostgresSchedules.PutAsync(connection, schedule, audit, cancellationToken), cancellationToken);

    Task<bool> ITaskSchedules.DeleteAsync(string id, long version, AuditEntry? audit, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PostgresSchedules.DeleteAsync(connection, id, version, audit, cancellationToken), cancellationToken);

    Task<IReadOnlyList<HolidayCalendar>> ITaskSchedules.CalendarsAsync(CancellationToken cancellationToken) =>
        PostgresSchedules.CalendarsAsync(_source, cancellationToken);

    Task ITaskSchedules.PutCalendarAsync(HolidayCalendar calendar, CancellationToken cancellationToken) =>
        WriteAsync(connection => PostgresSchedules.PutCalendarAsync(connection, calendar, cancellationToken), cancellationToken);

    Task<bool> ITaskSchedules.DeleteCalendarAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PostgresSchedules.DeleteCalendarAsync(connection, name, cancellationToken), cancellationToken);

    private async Task<bool> ChangeAsync(Func<NpgsqlConnection, Task<bool>> change, CancellationToken cancellationToken)
    {
        var isChanged = false;
        await WriteAsync(
            async connection => isChanged = await change(connection).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return isChanged;
    }
}
