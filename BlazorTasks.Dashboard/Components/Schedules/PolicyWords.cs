namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The policies of a schedule as sentences.</summary>
internal static class PolicyWords
{
    /// <summary>The policies, each with its name. Those that change nothing are left out.</summary>
    public static IEnumerable<(string Name, string Text)> Of(ScheduleSettings settings)
    {
        yield return ("Missed runs", Missed(settings));
        yield return ("Overlap", Overlap(settings.Overlap));
        if (ClockChanges(settings.Rule) is { } clocks)
        {
            yield return ("Clock changes", clocks);
        }

        if (settings.Rule.Calendar is { } calendar)
        {
            yield return ("Holidays", settings.Rule.OnHoliday == OnHoliday.Move
                ? $"Moved to the next day that is not in {calendar}."
                : $"Not run on the days of {calendar}.");
        }

        if (settings.Rule.Jitter > TimeSpan.Zero)
        {
            var most = Formats.Duration(settings.Rule.Jitter);
            yield return ("Delay", $"Each run starts up to {most} later, so that runs do not start together.");
        }

        yield return ("After failures", AutoPause(settings.AutoPauseAfter));
        if (Options(settings) is { Length: > 0 } options)
        {
            yield return ("Its tasks", options);
        }
    }

    /// <summary>The policies that differ from the defaults, in a few words.</summary>
    public static string Summary(ScheduleSettings settings)
    {
        var missed = settings.Missed switch
        {
            OnMissed.All => "all missed runs are made up for",
            OnMissed.None => "missed runs are skipped",
            OnMissed.Ask => "a person is asked about missed runs",
            _ => "a missed run is made up for once",
        };
        var overlap = settings.Overlap switch
        {
            OnOverlap.Queue => "runs wait for each other",
            OnOverlap.Allow => "runs may overlap",
            OnOverlap.CancelOlder => "a new run cancels the older one",
            _ => "runs do not overlap",
        };
        return $"{missed}, {overlap}";
    }

    private static string Missed(ScheduleSettings settings) => settings.Missed switch
    {
        OnMissed.All => "Each run that was missed while no process was running is made up for, one after the other, up to "
            + $"{settings.MissedLimit}.",
        OnMissed.None => "Runs that were missed while no process was running are skipped.",
        OnMissed.Ask => $"A person is asked in the Inbox. Without an answer within {Formats.Duration(settings.AskFor)}, "
            + $"{Unanswered(settings.Unanswered)}.",
        _ => "If runs were missed while no process was running, the latest is run once.",
    };

    private static string Unanswered(OnMissed unanswered) => unanswered switch
    {
        OnMissed.All => "all of them are run",
        OnMissed.None => "none of them is run",
        _ => "the latest is run",
    };

    private static string Overlap(OnOverlap overlap) => overlap switch
    {
        OnOverlap.Queue => "If an earlier run is unfinished, the new one waits for it. At most one waits.",
        OnOverlap.Allow => "If an earlier run is unfinished, both run.",
        OnOverlap.CancelOlder => "If an earlier run is unfinished, it is cancelled.",
        _ => "If an earlier run is unfinished, the new one is skipped.",
    };

    private static string? ClockChanges(ScheduleRule rule) => rule switch
    {
        { Every: not null } => "An interval is elapsed time: clock changes do not affect it.",
        { Cron: not null } when ScheduleWords.ZoneOf(rule.TimeZone)?.SupportsDaylightSavingTime == true =>
            "A time that is skipped in spring runs at the end of the gap. A time that occurs twice in autumn runs once.",
        _ => null,
    };

    private static string AutoPause(int? failures) => failures switch
    {
        null => "It is never paused automatically.",
        1 => "It is paused when a run fails.",
        _ => $"It is paused after {failures} failures in a row.",
    };

    private static string Options(ScheduleSettings settings) => ScheduleWords.Sentence(string.Join(", ", new[]
    {
        settings.Priority switch { > 0 => "high priority", < 0 => "low priority", _ => null },
        settings.Timeout is { } timeout ? $"time out after {Formats.Duration(timeout)}" : null,
        settings.MaxAttempts is { } attempts ? $"up to {Formats.Count(attempts, "attempt", "attempts")}" : null,
        settings.Tags.Count > 0 ? $"tagged {LogText.CleanLine(string.Join(", ", settings.Tags))}" : null,
    }.OfType<string>()));
}
