namespace BlazorTasks.Schedules;

/// <summary>What is done about a schedule that is due.</summary>
internal enum DueAction
{
    /// <summary>Start the task for <see cref="ScheduleDecision.Due"/>.</summary>
    Run,

    /// <summary>Cancel the earlier tasks of the schedule, and start it.</summary>
    CancelAndRun,

    /// <summary>Move on without a task.</summary>
    Skip,

    /// <summary>Ask a person about the missed runs, and move on.</summary>
    Ask,

    /// <summary>Wait for the earlier run to finish.</summary>
    Wait,

    /// <summary>Wait for the earlier run to finish, and then run the latest occurrence.</summary>
    Queue,

    /// <summary>The interval is counted from a run that has ended since: aim again.</summary>
    Aim,
}

/// <summary>The decision about a schedule that is due. Pure: the policies as a function of the time.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Due">The occurrence it is about.</param>
/// <param name="Next">The occurrence after that.</param>
internal sealed record ScheduleDecision(DueAction Action, DateTimeOffset Due, DateTimeOffset? Next)
{
    /// <summary>A run that starts later than this was missed because no process was running.</summary>
    public static readonly TimeSpan MissedAfter = TimeSpan.FromMinutes(1);

    /// <summary>Why the occurrence is skipped, as a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was missed because no process was running.</summary>
    public bool IsMissed { get; init; }

    /// <summary>The missed due times about which a person is asked.</summary>
    public IReadOnlyList<DateTimeOffset> Missed { get; init; } = [];

    /// <summary>Decides what to do.</summary>
    /// <param name="due">The schedule.</param>
    /// <param name="occurrences">Its due times.</param>
    /// <param name="now">The current time.</param>
    /// <param name="hasWaited">Whether it is late because it waited for an earlier run.</param>
    public static ScheduleDecision Of(DueSchedule due, Occurrences occurrences, DateTimeOffset now, bool hasWaited)
    {
        var schedule = due.Schedule;
        var first = schedule.DueAt!.Value;
        return schedule.Settings.Rule.FromLastEnd ? AfterEnd(due, occurrences, first, now)
            : hasWaited ? Overlapping(due, occurrences.Latest(first, now, 1) is [var latest] ? latest : first, occurrences.Next(now))
            : now - schedule.NextAt > MissedAfter ? OfMissed(due, occurrences, first, now) with { IsMissed = true }
            : Overlapping(due, first, occurrences.Next(first));
    }

    private static ScheduleDecision AfterEnd(DueSchedule due, Occurrences occurrences, DateTimeOffset first, DateTimeOffset now)
    {
        var next = due.LastEndedAt is { } ended ? occurrences.Next(ended) : first;
        return due.Unfinished > 0 ? new(DueAction.Wait, first, null)
            : next is null || next > now ? new(DueAction.Aim, first, next)
            : new(DueAction.Run, first, occurrences.Next(now));
    }

    private static ScheduleDecision OfMissed(DueSchedule due, Occurrences occurrences, DateTimeOffset first, DateTimeOffset now)
    {
        var settings = due.Schedule.Settings;
        var missed = occurrences.Latest(first, now, settings.Missed is OnMissed.All or OnMissed.Ask ? settings.MissedLimit : 1);
        var latest = missed is [.., var last] ? last : first;
        var next = occurrences.Next(now);
        return settings.Missed switch
        {
            OnMissed.None => new(DueAction.Skip, latest, next) { Reason = "It was missed because no process was running." },
            OnMissed.Ask => new(DueAction.Ask, latest, next)
            {
                Missed = missed,
                Reason = "It was missed because no process was running, and a person was asked.",
            },
            OnMissed.All when due.Unfinished > 0 && settings.Overlap is not OnOverlap.Allow => new(DueAction.Wait, first, null),
            OnMissed.All when missed is [var oldest, ..] => new(DueAction.Run, oldest, occurrences.Next(oldest)),
            _ => Overlapping(due, latest, next),
        };
    }

    private static ScheduleDecision Overlapping(DueSchedule due, DateTimeOffset at, DateTimeOffset? next) =>
        (due.Unfinished > 0 ? due.Schedule.Settings.Overlap : OnOverlap.Allow) switch
        {
            OnOverlap.Skip => new(DueAction.Skip, at, next)
            {
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"It was skipped because {(due.Unfinished == 1 ? "an earlier run was" : $"{due.Unfinished} earlier runs were")} " +
                    $"unfinished."),
            },
            OnOverlap.Queue => new(DueAction.Queue, at, null),
            OnOverlap.CancelOlder => new(DueAction.CancelAndRun, at, next),
            _ => new(DueAction.Run, at, next),
        };
}
