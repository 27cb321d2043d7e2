namespace BlazorTasks;

/// <summary>
/// What a person may see and do with schedules: those whose tasks they own, or all if they see all tasks. Only administrators
/// change them. Commands throw <see cref="TooManyRequestsException"/> beyond the limit per minute.
/// </summary>
public sealed class ScheduleAccess
{
    /// <inheritdoc cref="ScheduleMonitor.MaxOccurrences" />
    public const int MaxOccurrences = ScheduleMonitor.MaxOccurrences;

    private readonly ScheduleMonitor _schedules;
    private readonly TaskAccess _access;

    internal ScheduleAccess(ScheduleMonitor schedules, TaskAccess access) => (_schedules, _access) = (schedules, access);

    /// <inheritdoc cref="ScheduleMonitor.Changed" />
    public event EventHandler? Changed
    {
        add => _schedules.Changed += value;
        remove => _schedules.Changed -= value;
    }

    /// <summary>Gets whether the person may change schedules.</summary>
    public bool CanChange => _access.Person.IsAdmin;

    /// <summary>Returns all schedules that they may see, by id.</summary>
    public async Task<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _schedules.ListAsync(cancellationToken).ConfigureAwait(false)).Where(CanSee)];

    /// <summary>Returns a schedule, or null if it does not exist for them.</summary>
    public async Task<Schedule?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        await _schedules.GetAsync(id, cancellationToken).ConfigureAwait(false) is { } schedule && CanSee(schedule) ? schedule : null;

    /// <inheritdoc cref="ScheduleMonitor.CheckAsync" />
    public Task<IReadOnlyDictionary<string, string>> CheckAsync(ScheduleSettings settings) => _schedules.CheckAsync(settings);

    /// <inheritdoc cref="ScheduleMonitor.PreviewAsync" />
    public Task<IReadOnlyList<DateTimeOffset>> PreviewAsync(ScheduleRule rule, int count = 5) => _schedules.PreviewAsync(rule, count);

    /// <inheritdoc cref="ScheduleMonitor.OccurrencesAsync" />
    public Task<IReadOnlyList<DateTimeOffset>> OccurrencesAsync(Schedule schedule, DateTimeOffset from, DateTimeOffset to) =>
        _schedules.OccurrencesAsync(schedule, from, to);

    /// <summary>Returns the due times of all enabled schedules that they may see.</summary>
    public async Task<IReadOnlyList<ScheduleTimes>> TimelineAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken = default) =>
        [.. (await _schedules.TimelineAsync(from, to, cancellationToken).ConfigureAwait(false)).Where(times => CanSee(times.Schedule))];

    /// <inheritdoc cref="ScheduleMonitor.CalendarsAsync" />
    public Task<IReadOnlyList<HolidayCalendar>> CalendarsAsync(CancellationToken cancellationToken = default) =>
        _schedules.CalendarsAsync(cancellationToken);

    /// <inheritdoc cref="ScheduleMonitor.CreateAsync" />
    public Task<ScheduleResult> CreateAsync(string id, ScheduleSettings settings) =>
        DoAsync(null, by => _schedules.CreateAsync(id, settings, by));

    /// <inheritdoc cref="ScheduleMonitor.UpdateAsync" />
    public Task<ScheduleResult> UpdateAsync(string id, ScheduleSettings settings, long? edition = null) =>
        DoAsync(id, by => _schedules.UpdateAsync(id, settings, by, edition));

    /// <inheritdoc cref="ScheduleMonitor.DeleteAsync" />
    public Task<ScheduleResult> DeleteAsync(string id, long? edition = null) =>
        DoAsync(id, by => _schedules.DeleteAsync(id, by, edition));

    /// <inheritdoc cref="ScheduleMonitor.PauseAsync" />
    public Task<ScheduleResult> PauseAsync(string id, DateTimeOffset? until = null, string? reason = null) =>
        DoAsync(id, by => _schedules.PauseAsync(id, by, until, reason));

    /// <inheritdoc cref="ScheduleMonitor.ResumeAsync" />
    public Task<ScheduleResult> ResumeAsync(string id) => DoAsync(id, by => _schedules.ResumeAsync(id, by));

    /// <inheritdoc cref="ScheduleMonitor.SkipNextAsync" />
    public Task<ScheduleResult> SkipNextAsync(string id) => DoAsync(id, by => _schedules.SkipNextAsync(id, by));

    /// <inheritdoc cref="ScheduleMonitor.RunAsync" />
    public Task<ScheduleResult> RunAsync(string id) => DoAsync(id, by => _schedules.RunAsync(id, by), RateLimitedAction.Start);

    /// <inheritdoc cref="ScheduleMonitor.PutCalendarAsync" />
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task PutCalendarAsync(HolidayCalendar calendar)
    {
        _access.Count(await _access.AdminAsync("change holiday calendars").ConfigureAwait(false), RateLimitedAction.Command);
        await _schedules.PutCalendarAsync(calendar).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ScheduleMonitor.DeleteCalendarAsync" />
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<bool> DeleteCalendarAsync(string name)
    {
        _access.Count(await _access.AdminAsync("change holiday calendars").ConfigureAwait(false), RateLimitedAction.Command);
        return await _schedules.DeleteCalendarAsync(name).ConfigureAwait(false);
    }

    private bool CanSee(Schedule schedule) =>
        _access.Person.Covers(schedule.Settings.Definition)
        && (_access.Person.SeesAllTasks || schedule.Settings.Owner == _access.Person.Id);

    /// <exception cref="TooManyRequestsException">They have reached the limit per minute.</exception>
    private async Task<ScheduleResult> DoAsync(
        string? id,
        Func<string, Task<ScheduleResult>> command,
        RateLimitedAction action = RateLimitedAction.Command)
    {
        var by = await _access.CurrentAsync().ConfigureAwait(false);
        if (by is { IsAdmin: true })
        {
            _access.Count(by, action);
            ActionOrigin.Current = ActionOrigin.Of(by);
            return await command(by.Name).ConfigureAwait(false);
        }

        var known = id is null ? null : await GetAsync(id).ConfigureAwait(false);
        if (id is not null && known is null)
        {
            return ScheduleResult.NotFound(id);
        }

        var refusal = by?.WhyNot(KeyScopes.Admin) ?? "Only administrators can change schedules.";
        await _access.DeniedAsync(by ?? _access.Person, AuditAction.Administer, "change schedules", refusal).ConfigureAwait(false);
        return ScheduleResult.NotAllowed(known, refusal);
    }
}
