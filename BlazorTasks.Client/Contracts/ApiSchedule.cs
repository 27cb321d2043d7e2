namespace BlazorTasks.Client;

/// <summary>A schedule as returned by the API: recurring starts of a definition.</summary>
public sealed record ApiSchedule
{
    /// <summary>The id, a kebab-case name such as "nightly-import".</summary>
    public required string Id { get; init; }

    /// <summary>The display name, or null to use the title of the definition.</summary>
    public string? Title { get; init; }

    /// <summary>When it is due, in words: "Every weekday at 03:00, Europe/Berlin".</summary>
    public required string Description { get; init; }

    /// <summary>The name of the definition to start.</summary>
    public required string Definition { get; init; }

    /// <summary>The input of its tasks with secrets masked, or null for an empty one.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>A cron expression with 5 fields, or 6 with seconds first, or null.</summary>
    public string? Cron { get; init; }

    /// <summary>An interval, or null.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Whether the interval is counted from the end of the previous run.</summary>
    public bool FromLastEnd { get; init; }

    /// <summary>A list of times. Empty for cron expressions and intervals.</summary>
    public IReadOnlyList<DateTimeOffset> Dates { get; init; } = [];

    /// <summary>The time zone in which cron expressions and holidays are evaluated.</summary>
    public required string TimeZone { get; init; }

    /// <summary>No occurrence is before this time.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>No occurrence is after this time.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The name of a holiday calendar.</summary>
    public string? Calendar { get; init; }

    /// <summary>What happens to an occurrence on a holiday.</summary>
    public ApiOnHoliday OnHoliday { get; init; }

    /// <summary>Each run is delayed by up to this long.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>What happens to runs that were missed because no process was running.</summary>
    public ApiOnMissed Missed { get; init; }

    /// <summary>The maximum number of missed runs that are caught up.</summary>
    public int MissedLimit { get; init; }

    /// <summary>How long the question about missed runs stays open.</summary>
    public TimeSpan AskFor { get; init; }

    /// <summary>What happens if nobody answers the question about missed runs.</summary>
    public ApiOnMissed Unanswered { get; init; }

    /// <summary>What happens if a run is due while an earlier one is unfinished.</summary>
    public ApiOnOverlap Overlap { get; init; }

    /// <summary>The owner of its tasks.</summary>
    public string? Owner { get; init; }

    /// <summary>The priority of its tasks.</summary>
    public int Priority { get; init; }

    /// <summary>The tags of its tasks.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The maximum duration of one attempt, or null for that of the definition.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The maximum number of attempts, or null for that of the definition.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Pauses the schedule after this many failures in a row, or never if null.</summary>
    public int? AutoPauseAfter { get; init; }

    /// <summary>Whether it is declared in code, and thus can only be paused, resumed, skipped and run.</summary>
    public bool Declared { get; init; }

    /// <summary>Whether it runs when it is due.</summary>
    public bool Enabled { get; init; }

    /// <summary>When it resumes by itself, or null.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Why it does not run, or null if it does.</summary>
    public ApiSchedulePause? Pause { get; init; }

    /// <summary>When it runs next, or null if it is paused or has no further occurrences.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The latest due time that was run or skipped.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>The latest skipped occurrence.</summary>
    public ApiSkippedRun? LastSkipped { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who created it, or null for code.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last, or null for code.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Incremented by every change, but not by runs. The ETag, for If-Match.</summary>
    public long Edition { get; init; }
}

/// <summary>Why a schedule does not run.</summary>
/// <param name="At">Since when.</param>
/// <param name="Cause">Who or what paused it.</param>
/// <param name="Reason">The reason, as a sentence.</param>
/// <param name="By">The person who paused it.</param>
/// <param name="Until">When it resumes by itself.</param>
public sealed record ApiSchedulePause(DateTimeOffset At, ApiPauseCause Cause, string? Reason, string? By, DateTimeOffset? Until);

/// <summary>An occurrence that was not run.</summary>
/// <param name="DueAt">The due time.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record ApiSkippedRun(DateTimeOffset DueAt, string Reason);

/// <summary>All schedules.</summary>
/// <param name="Items">The schedules, by id.</param>
public sealed record ApiSchedules(IReadOnlyList<ApiSchedule> Items);

/// <summary>The due times of a schedule within a period.</summary>
/// <param name="Items">The due times, at most 1,000.</param>
public sealed record ApiOccurrences(IReadOnlyList<DateTimeOffset> Items);

/// <summary>All holiday calendars.</summary>
/// <param name="Items">The calendars, by name.</param>
public sealed record ApiCalendars(IReadOnlyList<ApiCalendar> Items);

/// <summary>A named list of days on which schedules skip their runs or move them.</summary>
/// <param name="Name">The kebab-case name.</param>
/// <param name="Days">The days.</param>
public sealed record ApiCalendar(string Name, IReadOnlyList<ApiHoliday> Days);

/// <summary>A day in a holiday calendar.</summary>
/// <param name="Day">The day.</param>
/// <param name="Label">What is celebrated, or null.</param>
public sealed record ApiHoliday(DateOnly Day, string? Label);
