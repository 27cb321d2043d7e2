using BlazorTasks.Definitions;
using BlazorTasks.Execution;

namespace BlazorTasks.Schedules;

/// <summary>Brings the stored schedules in line with those declared in code: they appear, change and disappear with it.</summary>
internal sealed partial class DeclaredSchedules(TaskRuntime runtime, TaskCatalog catalog, Scheduler scheduler)
{
    public async Task ReconcileAsync(ILogger log)
    {
        var stored = (await runtime.Store.Schedules.ListAsync(default).ConfigureAwait(false)).ToDictionary(one => one.Id);
        foreach (var schedule in stored.Values)
        {
            scheduler.Changes.Note(schedule);
        }

        var calendars = await runtime.Store.Schedules.CalendarsAsync(default).ConfigureAwait(false);
        var declared = catalog.DeclaredSchedules.GroupBy(one => one.Id, StringComparer.Ordinal).ToList();
        foreach (var same in declared)
        {
            var problem = same.Count() > 1 ? $"{same.Count()} schedules in code have the id \"{same.Key}\". Give each its own." : null;
            var one = same.First() with { Problem = problem ?? same.First().Problem };
            if (stored.GetValueOrDefault(one.Id) is { IsDeclared: false })
            {
                LogIdInUse(log, one.Id);
            }
            else if (Next(one, stored.GetValueOrDefault(one.Id), calendars) is { } next)
            {
                await scheduler.Changes.PutAsync(next, null, default).ConfigureAwait(false);
            }
        }

        foreach (var gone in stored.Values.Where(one => one.IsDeclared && declared.TrueForAll(same => same.Key != one.Id)))
        {
            await runtime.Store.Schedules.DeleteAsync(gone.Id, gone.Version, null, default).ConfigureAwait(false);
            scheduler.Changes.OnDeleted(gone.Id);
        }
    }

    /// <summary>Returns the schedule to store, or null if it is up to date.</summary>
    private Schedule? Next(DeclaredSchedule declared, Schedule? stored, IReadOnlyList<HolidayCalendar> calendars)
    {
        var now = runtime.Time.UtcMicros();
        var (errors, settings) = scheduler.Check.Check(declared.Settings, calendars);
        var problem = declared.Problem ?? (ScheduleIds.IsValid(declared.Id) ? null : ScheduleIds.Message)
            ?? (errors.Count == 0 ? null : string.Join(' ', errors.Values));
        if (stored is not null && TaskJson.WritePart(stored.Settings) == TaskJson.WritePart(settings)
            && (stored.Pause?.Cause == PauseCause.Invalid ? stored.Pause.Reason : null) == problem)
        {
            return null;
        }

        var schedule = stored ?? new Schedule { Id = declared.Id, Settings = settings, IsDeclared = true, CreatedAt = now, Version = 0 };
        return problem is not null
            ? schedule.Stop(new SchedulePause(now, PauseCause.Invalid, problem)) with { Settings = settings, ChangedAt = now }
            : schedule.Change(settings, null, now, calendars);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The schedule {Id} declared in code is not used: a schedule with this id was created by hand. Delete that one, " +
            "or change the id in the code")]
    private static partial void LogIdInUse(ILogger log, string id);
}
