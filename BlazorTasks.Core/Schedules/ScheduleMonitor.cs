using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Schedules;
using BlazorTasks.Secrets;

namespace BlazorTasks;

/// <summary>
/// Lists, creates, changes, pauses and runs schedules. See <see cref="TaskMonitor.Schedules"/>. Every command returns after it
/// is stored, and says why it was rejected.
/// </summary>
public sealed partial class ScheduleMonitor
{
    private readonly TaskRuntime _runtime;
    private readonly EngineLifetime _lifetime;
    private readonly TaskCatalog _catalog;
    private readonly Scheduler _scheduler;
    private readonly ScheduleWriter _writer;

    internal ScheduleMonitor(TaskEngine engine, TaskCatalog catalog)
    {
        (_runtime, _lifetime, _catalog, _scheduler) = (engine.Runtime, engine.Lifetime, catalog, engine.Scheduler);
        _writer = new ScheduleWriter(_runtime, _lifetime, _scheduler.Changes);
    }

    /// <summary>
    /// Raised after a schedule was created, changed, run or deleted by this process. Handlers must return immediately.
    /// </summary>
    public event EventHandler? Changed
    {
        add => _scheduler.Changes.Changed += value;
        remove => _scheduler.Changes.Changed -= value;
    }

    /// <summary>Returns all schedules, by id.</summary>
    public async Task<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken = default) =>
        await (await _writer.OpenAsync().ConfigureAwait(false)).ListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Returns a schedule, or null if it does not exist.</summary>
    public async Task<Schedule?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        await (await _writer.OpenAsync().ConfigureAwait(false)).FindAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Validates settings without storing anything, for a form with a live preview.</summary>
    /// <returns>The messages by field name, such as "cron", "time_zone" or "input.file". Empty if the settings are valid.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CheckAsync(ScheduleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return _scheduler.Check.Check(settings, await CalendarsAsync().ConfigureAwait(false)).Errors;
    }

    /// <summary>Creates a schedule.</summary>
    /// <param name="id">The id, a kebab-case name.</param>
    /// <param name="settings">What to start, when, and how.</param>
    /// <param name="by">Who creates it.</param>
    public async Task<ScheduleResult> CreateAsync(string id, ScheduleSettings settings, string? by = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await _writer.OpenToWriteAsync().ConfigureAwait(false);
        var calendars = await CalendarsAsync().ConfigureAwait(false);
        var (errors, accepted) = _scheduler.Check.Check(settings, calendars);
        if (!ScheduleIds.IsValid(id))
        {
            errors["id"] = ScheduleIds.Message;
        }

        if (errors.Count > 0)
        {
            return ScheduleResult.Invalid(errors);
        }

        var now = _runtime.Time.UtcMicros();
        var schedule = new Schedule
        {
            Id = id,
            Settings = accepted,
            Version = 0,
            CreatedAt = now,
            CreatedBy = by,
            ChangedAt = now,
            ChangedBy = by,
        };
        schedule = schedule.Aim(Occurrences.NextOf(schedule, calendars, now));
        return await _writer.CreateAsync(schedule, by).ConfigureAwait(false);
    }

    /// <summary>Changes a schedule. Its next occurrence changes only with its rule.</summary>
    /// <param name="id">The id.</param>
    /// <param name="settings">The new settings. Secrets in the input that are omitted keep their values.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="edition">The <see cref="Schedule.Edition"/> that the change is based on, or null to overwrite any.</param>
    public async Task<ScheduleResult> UpdateAsync(string id, ScheduleSettings settings, string? by = null, long? edition = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var calendars = await CalendarsAsync().ConfigureAwait(false);
        return await _writer.ChangeAsync(id, edition, by, AuditAction.ChangeSchedule, (schedule, now) =>
        {
            if (schedule.IsDeclared)
            {
                return (null, ScheduleResult.Declared(schedule));
            }

            var (errors, accepted) = _scheduler.Check.Check(WithSecrets(settings, schedule.Settings), calendars);
            return errors.Count > 0
                ? (null, ScheduleResult.Invalid(errors, schedule))
                : (schedule.Change(accepted, by, now, calendars), null);
        }).ConfigureAwait(false);
    }

    /// <summary>Deletes a schedule. Its tasks stay in the history.</summary>
    /// <param name="id">The id.</param>
    /// <param name="by">Who deletes it.</param>
    /// <param name="edition">The <see cref="Schedule.Edition"/> that the request is based on, or null for any.</param>
    public Task<ScheduleResult> DeleteAsync(string id, string? by = null, long? edition = null) =>
        _writer.DeleteAsync(id, edition, by);

    /// <summary>Pauses a schedule. What is due meanwhile is not run later.</summary>
    /// <param name="id">The id.</param>
    /// <param name="by">Who pauses it.</param>
    /// <param name="until">When it resumes by itself, or null if it does not.</param>
    /// <param name="reason">Why, for those who see it.</param>
    public Task<ScheduleResult> PauseAsync(string id, string? by = null, DateTimeOffset? until = null, string? reason = null) =>
        _writer.ChangeAsync(id, null, by, AuditAction.PauseSchedule, (schedule, now) =>
            until <= now
                ? (null, ScheduleResult.Invalid(new Dictionary<string, string> { ["until"] = "The time must be in the future." }, schedule))
                : (schedule.Stop(new SchedulePause(now, PauseCause.Person, reason is null ? null : Text.Truncate(reason, Text.MaxName))
                {
                    By = by,
                    Until = until?.ToMicros(),
                }), null));

    /// <summary>Resumes a paused schedule at its next occurrence.</summary>
    /// <param name="id">The id.</param>
    /// <param name="by">Who resumes it.</param>
    public async Task<ScheduleResult> ResumeAsync(string id, string? by = null)
    {
        var calendars = await CalendarsAsync().ConfigureAwait(false);
        return await _writer.ChangeAsync(id, null, by, AuditAction.ResumeSchedule, (schedule, now) =>
        {
            var (errors, _) = _scheduler.Check.Check(schedule.Settings, calendars);
            return schedule.Pause is null ? (null, ScheduleResult.NotNow(schedule, $"{id} is not paused."))
                : errors.Count > 0 ? (null, ScheduleResult.Invalid(errors, schedule))
                : (schedule.Resume(now, Occurrences.NextOf(schedule, calendars, now)), null);
        }).ConfigureAwait(false);
    }

    /// <summary>Skips the next occurrence.</summary>
    /// <param name="id">The id.</param>
    /// <param name="by">Who skips it.</param>
    public async Task<ScheduleResult> SkipNextAsync(string id, string? by = null)
    {
        var calendars = await CalendarsAsync().ConfigureAwait(false);
        return await _writer.ChangeAsync(id, null, by, AuditAction.SkipRun, (schedule, now) => schedule.DueAt is { } due
            ? (schedule.Pass(due, Occurrences.NextOf(schedule, calendars, due), by is null ? "It was skipped."
                : $"It was skipped by {by}."), null)
            : (null, ScheduleResult.NotNow(schedule, $"{id} has no next run to skip."))).ConfigureAwait(false);
    }

    /// <summary>Runs a schedule now, out of turn, whether or not it is paused. Its next occurrence is not affected.</summary>
    /// <param name="id">The id.</param>
    /// <param name="by">Who runs it.</param>
    public async Task<ScheduleResult> RunAsync(string id, string? by = null)
    {
        var store = await _writer.OpenToWriteAsync().ConfigureAwait(false);
        if (await store.FindAsync(id, default).ConfigureAwait(false) is not { } schedule)
        {
            return ScheduleResult.NotFound(id);
        }

        if (_scheduler.Check.WhyNot(schedule.Settings, await CalendarsAsync().ConfigureAwait(false)) is { } problem)
        {
            return ScheduleResult.NotNow(schedule, problem);
        }

        var task = await _scheduler.Starts.RunAsync(schedule, _runtime.Time.UtcMicros(), by ?? Person.System).ConfigureAwait(false);
        return ScheduleResult.Accepted(schedule) with { Task = task.Snapshot };
    }

    /// <summary>Creates a schedule with the settings of another one.</summary>
    /// <param name="id">The id of the existing schedule.</param>
    /// <param name="newId">The id of the new schedule.</param>
    /// <param name="by">Who creates it.</param>
    public async Task<ScheduleResult> DuplicateAsync(string id, string newId, string? by = null) =>
        await GetAsync(id).ConfigureAwait(false) is { } schedule
            ? await CreateAsync(newId, schedule.Settings, by).ConfigureAwait(false)
            : ScheduleResult.NotFound(id);

    /// <summary>Runs an occurrence that was missed, at most once.</summary>
    internal async Task<MonitoredTask?> RunMissedAsync(string id, DateTimeOffset due) =>
        await GetAsync(id).ConfigureAwait(false) is { } schedule
            ? await _scheduler.Starts.RunAsync(schedule, due, by: null).ConfigureAwait(false)
            : null;

    /// <summary>Runs everything that is due now, and returns when the tasks have started. For tests with a virtual clock.</summary>
    internal async Task<TimeSpan> RunDueAsync()
    {
        await _lifetime.OpenAsync().ConfigureAwait(false);
        return await _scheduler.RunDueAsync(default).ConfigureAwait(false);
    }

    private ScheduleSettings WithSecrets(ScheduleSettings settings, ScheduleSettings earlier) =>
        settings.Input is { } input && settings.Definition == earlier.Definition && _catalog.Find(settings.Definition) is { } definition
            ? settings with { Input = SecretFields.Keep(definition.Form, input, earlier.Input, _runtime.Secrets) }
            : settings;
}
