namespace BlazorTasks;

/// <summary>
/// A schedule as it is stored: recurring starts of a definition. It owns its next occurrence, and each due time makes exactly
/// one task: the task is created in the same transaction that moves the schedule on (docs/schedules.md).
/// </summary>
public sealed record Schedule
{
    /// <summary>The maximum length of an id, in characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The id, a kebab-case name such as "nightly-import".</summary>
    public required string Id { get; init; }

    /// <summary>What to start, when, and how.</summary>
    public required ScheduleSettings Settings { get; init; }

    /// <summary>Incremented by every change, including every run. A change is rejected if this is not the stored one plus 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Incremented by changes of people and of code, but not by runs. The basis of the ETag.</summary>
    public long Edition { get; init; } = 1;

    /// <summary>Whether it is declared in code, and thus can only be paused, resumed and run, not edited.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>Why it does not run, or null if it does.</summary>
    public SchedulePause? Pause { get; init; }

    /// <summary>The next due time, or null if it is paused or has no further occurrences.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the next run starts: <see cref="DueAt"/> with the jitter.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The latest due time that was run or skipped. No earlier one follows, whatever the clock does.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>The latest skipped occurrence.</summary>
    public SkippedRun? LastSkipped { get; init; }

    /// <summary>The latest missed occurrence, whether or not it was made up for.</summary>
    public MissedRun? LastMissed { get; init; }

    /// <summary>When it was last resumed. Earlier failures no longer count.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who created it, or null for code.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was last changed by a person or by code.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last, or null for code.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Whether it runs when it is due.</summary>
    [JsonIgnore]
    public bool IsEnabled => Pause is null;

    /// <summary>When something is to be done: the next run, or the end of a pause. Stores index it.</summary>
    [JsonIgnore]
    public DateTimeOffset? WakeAt => Pause is { } pause ? pause.Until : NextAt;

    /// <summary>Why the stored settings cannot be read, for a placeholder that is shown instead.</summary>
    [JsonIgnore]
    internal bool IsUnreadable { get; init; }

    /// <summary>Returns the schedule with its next occurrence.</summary>
    internal Schedule Aim(DateTimeOffset? due) => this with
    {
        Version = Version + 1,
        DueAt = due,
        NextAt = due is { } at ? Occurrences.Delayed(this, at) : null,
    };

    /// <summary>Returns the schedule after an occurrence was run or skipped.</summary>
    internal Schedule Pass(DateTimeOffset passed, DateTimeOffset? next, string? skipped = null) => Aim(next) with
    {
        LastDueAt = passed,
        LastSkipped = skipped is null ? LastSkipped : new SkippedRun(passed, skipped),
    };

    /// <summary>Returns the schedule after an occurrence was missed. Those in a row were found at the same time.</summary>
    internal Schedule Miss(DateTimeOffset due, DateTimeOffset now) => this with
    {
        LastMissed = new MissedRun(due, LastMissed is { } before && before.DueAt == LastDueAt ? before.FoundAt : now),
    };

    /// <summary>Returns the schedule with other settings. Its next occurrence is kept unless the rule changes.</summary>
    internal Schedule Change(ScheduleSettings settings, string? by, DateTimeOffset now, IReadOnlyList<HolidayCalendar> calendars)
    {
        var changed = this with { Settings = settings, ChangedAt = now, ChangedBy = by, Edition = Edition + 1 };
        var isSameRule = TaskJson.WritePart(settings.Rule) == TaskJson.WritePart(Settings.Rule);
        return Pause is { Cause: PauseCause.Invalid } ? changed.Resume(now, Occurrences.NextOf(changed, calendars, now))
            : Pause is not null || (DueAt is not null && isSameRule) ? changed.Aim(DueAt)
            : changed.Aim(Occurrences.NextOf(changed, calendars, now));
    }

    /// <summary>Returns the paused schedule.</summary>
    internal Schedule Stop(SchedulePause pause) => Aim(null) with { Pause = pause, Edition = Edition + 1 };

    /// <summary>Returns the resumed schedule. What was due during the pause is not made up for.</summary>
    internal Schedule Resume(DateTimeOffset now, DateTimeOffset? next) =>
        Aim(next) with { Pause = null, ResumedAt = now, Edition = Edition + 1 };
}

/// <summary>Why a schedule does not run.</summary>
/// <param name="At">Since when.</param>
/// <param name="Cause">Who or what paused it.</param>
/// <param name="Reason">The reason, as a sentence, or null if a person gave none.</param>
public sealed record SchedulePause(DateTimeOffset At, PauseCause Cause, string? Reason = null)
{
    /// <summary>The person who paused it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When it resumes by itself, or null if it does not.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Who or what paused a schedule.</summary>
public enum PauseCause
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>Failures in a row (<see cref="ScheduleSettings.AutoPauseAfter"/>).</summary>
    Failures,

    /// <summary>Something about it is no longer valid: its definition, input, time zone or calendar.</summary>
    Invalid,
}

/// <summary>An occurrence that was not run.</summary>
/// <param name="DueAt">The due time.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record SkippedRun(DateTimeOffset DueAt, string Reason);

/// <summary>An occurrence at which no process was running.</summary>
/// <param name="DueAt">The due time.</param>
/// <param name="FoundAt">When the next process found it, or the first of those that were missed in a row.</param>
public sealed record MissedRun(DateTimeOffset DueAt, DateTimeOffset FoundAt);
