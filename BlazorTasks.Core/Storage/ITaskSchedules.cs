namespace BlazorTasks.Storage;

/// <summary>
/// The schedules of a store. A schedule that starts a task is moved on by the task's commit
/// (<see cref="TaskCreated.Moved"/>, <see cref="ITaskStore.CommitAsync"/>): in one transaction, and only if its stored
/// version is the expected one.
/// </summary>
public interface ITaskSchedules
{
    /// <summary>Returns the schedule with this id, or null.</summary>
    Task<Schedule?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Returns all schedules, by id.</summary>
    Task<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Returns the schedules with a <see cref="Schedule.WakeAt"/> up to the given time, earliest first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="skip">The number of schedules to skip, for those that cannot run yet.</param>
    /// <param name="limit">The maximum number of schedules.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<DueSchedule>> DueAsync(DateTimeOffset now, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the earliest <see cref="Schedule.WakeAt"/> after the given time, or null.</summary>
    Task<DateTimeOffset?> NextAsync(DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>Stores a schedule if its version is the stored one plus 1, or 1 for a new schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="audit">The audit entry, stored in the same transaction, or null for the application itself.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was stored. If not, someone else has changed it.</returns>
    Task<bool> PutAsync(Schedule schedule, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Deletes a schedule if its stored version is the given one. Its tasks stay in the history.</summary>
    /// <returns>Whether it was deleted.</returns>
    Task<bool> DeleteAsync(string id, long version, AuditEntry? audit, CancellationToken cancellationToken);

    /// <summary>Returns all holiday calendars, by name.</summary>
    Task<IReadOnlyList<HolidayCalendar>> CalendarsAsync(CancellationToken cancellationToken);

    /// <summary>Stores a holiday calendar, or replaces the one with its name.</summary>
    Task PutCalendarAsync(HolidayCalendar calendar, CancellationToken cancellationToken);

    /// <summary>Deletes a holiday calendar.</summary>
    /// <returns>Whether it existed.</returns>
    Task<bool> DeleteCalendarAsync(string name, CancellationToken cancellationToken);
}
