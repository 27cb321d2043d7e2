namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Maps schedules and holiday calendars to contracts.</summary>
internal static class ScheduleMapping
{
    public static ApiSchedule ToApi(this Schedule schedule)
    {
        var (settings, rule) = (schedule.Settings, schedule.Settings.Rule);
        return new()
        {
            Id = schedule.Id,
            Title = settings.Title,
            Description = ScheduleText.Describe(rule),
            Definition = settings.Definition,
            Input = settings.Input is { } input ? TaskMapping.MaskSecrets(input) : null,
            Cron = rule.Cron,
            Every = rule.Every,
            FromLastEnd = rule.FromLastEnd,
            Dates = rule.Dates,
            TimeZone = rule.TimeZone,
            StartsAt = rule.StartsAt,
            EndsAt = rule.EndsAt,
            Calendar = rule.Calendar,
            OnHoliday = (ApiOnHoliday)rule.OnHoliday,
            Jitter = rule.Jitter,
            Missed = (ApiOnMissed)settings.Missed,
            MissedLimit = settings.MissedLimit,
            AskFor = settings.AskFor,
            Unanswered = (ApiOnMissed)settings.Unanswered,
            Overlap = (ApiOnOverlap)settings.Overlap,
            Owner = settings.Owner,
            Priority = settings.Priority,
            Tags = settings.Tags,
            Timeout = settings.Timeout,
            MaxAttempts = settings.MaxAttempts,
            AutoPauseAfter = settings.AutoPauseAfter,
            Declared = schedule.IsDeclared,
            Enabled = schedule.IsEnabled,
            PausedUntil = schedule.Pause?.Until,
            Pause = schedule.Pause is { } pause
                ? new(pause.At, (ApiPauseCause)pause.Cause, pause.Reason, pause.By, pause.Until)
                : null,
            NextAt = schedule.NextAt,
            LastDueAt = schedule.LastDueAt,
            LastSkipped = schedule.LastSkipped is { } skipped ? new(skipped.DueAt, skipped.Reason) : null,
            CreatedAt = schedule.CreatedAt,
            CreatedBy = schedule.CreatedBy,
            ChangedAt = schedule.ChangedAt,
            ChangedBy = schedule.ChangedBy,
            Edition = schedule.Edition,
        };
    }

    public static ApiCalendar ToApi(this HolidayCalendar calendar) =>
        new(calendar.Name, [.. calendar.Days.Select(holiday => new ApiHoliday(holiday.Day, holiday.Label))]);
}
