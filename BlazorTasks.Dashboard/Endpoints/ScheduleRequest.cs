namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A request to create a schedule, or to change the given members of one. The type describes the body; see ReadFrom.</summary>
/// <param name="Id">The id of a new schedule. Null uses the name of the definition.</param>
/// <param name="Definition">The name of the definition to start.</param>
/// <param name="Title">The display name.</param>
/// <param name="Input">The input.</param>
/// <param name="Cron">A cron expression, or</param>
/// <param name="Every">an interval such as "00:15:00", or</param>
/// <param name="Dates">a list of times.</param>
/// <param name="FromLastEnd">Whether the interval is counted from the end of the previous run.</param>
/// <param name="TimeZone">The time zone. UTC by default.</param>
/// <param name="StartsAt">No occurrence is before this time.</param>
/// <param name="EndsAt">No occurrence is after this time.</param>
/// <param name="Calendar">The name of a holiday calendar.</param>
/// <param name="OnHoliday">What happens to an occurrence on a holiday.</param>
/// <param name="Jitter">Each run is delayed by up to this long.</param>
/// <param name="Missed">What happens to missed runs.</param>
/// <param name="MissedLimit">The maximum number of missed runs that are caught up.</param>
/// <param name="AskFor">How long the question about missed runs stays open.</param>
/// <param name="Unanswered">What happens if nobody answers it.</param>
/// <param name="Overlap">What happens if an earlier run is unfinished.</param>
/// <param name="Owner">The owner of its tasks. By default, whoever creates it.</param>
/// <param name="Priority">The priority of its tasks.</param>
/// <param name="Tags">The tags of its tasks.</param>
/// <param name="Timeout">The maximum duration of one attempt.</param>
/// <param name="MaxAttempts">The maximum number of attempts.</param>
/// <param name="AutoPauseAfter">Pauses the schedule after this many failures in a row.</param>
internal sealed record ScheduleRequest(
    string? Id,
    string? Definition,
    string? Title,
    JsonElement? Input,
    string? Cron,
    TimeSpan? Every,
    IReadOnlyList<DateTimeOffset>? Dates,
    bool? FromLastEnd,
    string? TimeZone,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    string? Calendar,
    ApiOnHoliday? OnHoliday,
    TimeSpan? Jitter,
    ApiOnMissed? Missed,
    int? MissedLimit,
    TimeSpan? AskFor,
    ApiOnMissed? Unanswered,
    ApiOnOverlap? Overlap,
    string? Owner,
    int? Priority,
    IReadOnlyList<string>? Tags,
    TimeSpan? Timeout,
    int? MaxAttempts,
    int? AutoPauseAfter)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Reads settings: each member that is present replaces that of <paramref name="before"/>, null resets it.</summary>
    /// <exception cref="ProblemException">The request is invalid.</exception>
    public static ScheduleSettings Read(JsonMembers body, ScheduleSettings before)
    {
        var settings = before with
        {
            Definition = Member("definition", before.Definition, name => body.Text(name) ?? ""),
            Title = Member("title", before.Title, name => body.Text(name)),
            Input = Member("input", before.Input, body.Object),
            Rule = ReadRule(body, before.Rule),
            Missed = Member("missed", before.Missed, name => body.Word<OnMissed>(name) ?? default),
            MissedLimit = Member("missed_limit", before.MissedLimit, name => body.Integer(name) ?? 10),
            AskFor = Member("ask_for", before.AskFor, name => body.Length(name, TimeSpan.Zero, Longest) ?? TimeSpan.FromHours(4)),
            Unanswered = Member("unanswered", before.Unanswered, name => body.Word<OnMissed>(name) ?? default),
            Overlap = Member("overlap", before.Overlap, name => body.Word<OnOverlap>(name) ?? default),
            Owner = Member("owner", before.Owner, name => body.Text(name, StartOptions.MaxOwnerLength)),
            Priority = Member("priority", before.Priority, name => body.Integer(name) ?? 0),
            Tags = Member("tags", before.Tags, name => body.Texts(name, StartOptions.MaxTags, StartOptions.MaxTagLength)),
            Timeout = Member("timeout", before.Timeout, name => body.Length(name, TimeSpan.Zero, Longest)),
            MaxAttempts = Member("max_attempts", before.MaxAttempts, body.Integer),
            AutoPauseAfter = Member("auto_pause_after", before.AutoPauseAfter, body.Integer),
        };
        body.Check();
        return settings;

        T Member<T>(string name, T current, Func<string, T> read) => body.Has(name) ? read(name) : current;
    }

    private static ScheduleRule ReadRule(JsonMembers body, ScheduleRule before)
    {
        if (body.Has("cron") | body.Has("every") | body.Has("dates"))
        {
            before = before with { Cron = null, Every = null, Dates = [], FromLastEnd = before.FromLastEnd && body.Has("every") };
        }

        return before with
        {
            Cron = Member("cron", before.Cron, name => body.Text(name)),
            Every = Member("every", before.Every, name => body.Length(name, TimeSpan.Zero, Longest)),
            Dates = Member("dates", before.Dates, name => body.Times(name, ScheduleRule.MaxDates)),
            FromLastEnd = Member("from_last_end", before.FromLastEnd, body.Flag),
            TimeZone = Member("time_zone", before.TimeZone, name => body.Text(name) ?? "UTC"),
            StartsAt = Member("starts_at", before.StartsAt, body.Time),
            EndsAt = Member("ends_at", before.EndsAt, body.Time),
            Calendar = Member("calendar", before.Calendar, name => body.Text(name)),
            OnHoliday = Member("on_holiday", before.OnHoliday, name => body.Word<OnHoliday>(name) ?? default),
            Jitter = Member("jitter", before.Jitter, name => body.Length(name, TimeSpan.Zero, TimeSpan.FromDays(1)) ?? TimeSpan.Zero),
        };

        T Member<T>(string name, T current, Func<string, T> read) => body.Has(name) ? read(name) : current;
    }
}

/// <summary>A request to pause a schedule.</summary>
/// <param name="Until">When it resumes by itself, or null if it does not.</param>
/// <param name="Reason">Why, for those who see it.</param>
internal sealed record PauseRequest(DateTimeOffset? Until, string? Reason);
