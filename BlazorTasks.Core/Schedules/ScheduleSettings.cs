namespace BlazorTasks;

/// <summary>What people and code decide about a schedule: what to start, when, and how.</summary>
public sealed record ScheduleSettings
{
    /// <summary>The maximum value of <see cref="MissedLimit"/>.</summary>
    public const int MaxMissedLimit = 100;

    /// <summary>The display name, or null to use the title of the definition.</summary>
    public string? Title { get; init; }

    /// <summary>The name of the definition to start, such as "import-customers".</summary>
    public required string Definition { get; init; }

    /// <summary>The input of its tasks, with secrets encrypted, or null for an empty one.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>When it is due.</summary>
    public required ScheduleRule Rule { get; init; }

    /// <summary>What happens to runs that were missed because no process was running.</summary>
    public OnMissed Missed { get; init; }

    /// <summary>The maximum number of missed runs that are caught up. Older ones are skipped.</summary>
    public int MissedLimit { get; init; } = 10;

    /// <summary>How long the question about missed runs stays open (<see cref="OnMissed.Ask"/>).</summary>
    public TimeSpan AskFor { get; init; } = TimeSpan.FromHours(4);

    /// <summary>What happens if nobody answers the question about missed runs.</summary>
    public OnMissed Unanswered { get; init; }

    /// <summary>What happens if a run is due while an earlier one is unfinished.</summary>
    public OnOverlap Overlap { get; init; }

    /// <summary>The owner of its tasks, or null for the application itself.</summary>
    public string? Owner { get; init; }

    /// <summary>The priority of its tasks. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The tags of its tasks.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The maximum duration of one attempt, or null for that of the definition.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The maximum number of attempts, or null for that of the definition.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Pauses the schedule after this many failures in a row, or never if null.</summary>
    public int? AutoPauseAfter { get; init; }
}

/// <summary>What happens to runs that were missed: due more than a minute ago, while no process was running.</summary>
public enum OnMissed
{
    /// <summary>The latest is run, once, now.</summary>
    Once,

    /// <summary>Each is run, one after the other, up to <see cref="ScheduleSettings.MissedLimit"/>.</summary>
    All,

    /// <summary>None is run.</summary>
    None,

    /// <summary>A person is asked.</summary>
    Ask,
}

/// <summary>What happens if a run is due while an earlier run of the same schedule is unfinished.</summary>
public enum OnOverlap
{
    /// <summary>The new run is skipped.</summary>
    Skip,

    /// <summary>The new run waits until the earlier one has finished. At most one waits.</summary>
    Queue,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The earlier one is cancelled.</summary>
    CancelOlder,
}
