using BlazorTasks.Execution;

namespace BlazorTasks.Schedules;

/// <summary>
/// Stores the changes that commands make to schedules, each with its audit entry. A change is applied again if another one was
/// stored in the meantime.
/// </summary>
internal sealed class ScheduleWriter(TaskRuntime runtime, EngineLifetime lifetime, ScheduleChanges changes)
{
    private const int MaxTries = 10;

    /// <summary>Returns the stored schedules.</summary>
    public async Task<ITaskSchedules> OpenAsync()
    {
        await lifetime.OpenAsync().ConfigureAwait(false);
        return runtime.Store.Schedules;
    }

    /// <summary>Returns the stored schedules, to change them.</summary>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. Nothing changed.</exception>
    public async Task<ITaskSchedules> OpenToWriteAsync()
    {
        var breaker = runtime.Journal.CircuitBreaker;
        return await breaker.WaitUntilAvailableAsync().ConfigureAwait(false) is { } since
            ? throw new StorageUnavailableException(
                StorageUnavailableException.Sentence(since, breaker.IsFull, "the schedule was not changed"),
                mayBeStored: false,
                breaker.IsFull)
            : await OpenAsync().ConfigureAwait(false);
    }

    /// <summary>Stores a new schedule.</summary>
    public async Task<ScheduleResult> CreateAsync(Schedule schedule, string? by)
    {
        var store = await OpenToWriteAsync().ConfigureAwait(false);
        return await changes.PutAsync(schedule, AuditOf(schedule, by, AuditAction.CreateSchedule), default).ConfigureAwait(false)
            ? ScheduleResult.Accepted(schedule)
            : ScheduleResult.AlreadyExists(await store.FindAsync(schedule.Id, default).ConfigureAwait(false) ?? schedule);
    }

    /// <summary>Changes a schedule.</summary>
    /// <param name="id">The id.</param>
    /// <param name="edition">The <see cref="Schedule.Edition"/> that the change is based on, or null for any.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="action">The action, for the audit log.</param>
    /// <param name="change">Returns the changed schedule for the stored one and the time, or why it is not changed.</param>
    public async Task<ScheduleResult> ChangeAsync(
        string id,
        long? edition,
        string? by,
        AuditAction action,
        Func<Schedule, DateTimeOffset, (Schedule? Next, ScheduleResult? Refusal)> change)
    {
        var store = await OpenToWriteAsync().ConfigureAwait(false);
        for (var tries = 0; ; tries++)
        {
            if (await store.FindAsync(id, default).ConfigureAwait(false) is not { } schedule)
            {
                return ScheduleResult.NotFound(id);
            }

            if (schedule.IsUnreadable)
            {
                return ScheduleResult.NotNow(schedule, schedule.Pause!.Reason!);
            }

            if ((edition is not null && schedule.Edition != edition) || tries == MaxTries)
            {
                return ScheduleResult.Changed(schedule);
            }

            var (next, refusal) = change(schedule, runtime.Time.UtcMicros());
            if (next is null)
            {
                return refusal!;
            }

            if (await changes.PutAsync(next, AuditOf(next, by, action), default).ConfigureAwait(false))
            {
                return ScheduleResult.Accepted(next);
            }
        }
    }

    /// <summary>Deletes a schedule.</summary>
    /// <param name="id">The id.</param>
    /// <param name="edition">The <see cref="Schedule.Edition"/> that the request is based on, or null for any.</param>
    /// <param name="by">Who deletes it.</param>
    public async Task<ScheduleResult> DeleteAsync(string id, long? edition, string? by)
    {
        var store = await OpenToWriteAsync().ConfigureAwait(false);
        for (var tries = 0; ; tries++)
        {
            if (await store.FindAsync(id, default).ConfigureAwait(false) is not { } schedule)
            {
                return ScheduleResult.NotFound(id);
            }

            if (schedule.IsDeclared || (edition is not null && schedule.Edition != edition) || tries == MaxTries)
            {
                return schedule.IsDeclared ? ScheduleResult.Declared(schedule) : ScheduleResult.Changed(schedule);
            }

            var audit = AuditOf(schedule, by, AuditAction.DeleteSchedule);
            if (await store.DeleteAsync(id, schedule.Version, audit, default).ConfigureAwait(false))
            {
                changes.OnDeleted(id);
                return ScheduleResult.Accepted(schedule);
            }
        }
    }

    private AuditEntry? AuditOf(Schedule schedule, string? by, AuditAction action) =>
        by is null ? null : AuditEntry.Of(schedule, by, action, runtime.Time.UtcMicros());
}
