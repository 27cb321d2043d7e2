namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>What a schedule is, as text: its title, its state, and why it does not run.</summary>
internal static class ScheduleWords
{
    /// <summary>How late a run may be and still count as on time.</summary>
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(10);

    /// <summary>The display name: the title, or that of the definition.</summary>
    public static string Title(Schedule schedule, TaskAccess access) =>
        LogText.CleanLine(schedule.Settings.Title ?? DefinitionTitle(schedule, access));

    /// <summary>The title of the definition, or its name if it no longer exists.</summary>
    public static string DefinitionTitle(Schedule schedule, TaskAccess access) =>
        LogText.CleanLine(access.FindDefinition(schedule.Settings.Definition)?.Title ?? schedule.Settings.Definition);

    /// <summary>The roles that its definition requires of people who start it, or null if it requires none.</summary>
    public static string? RolesOf(Schedule schedule, TaskAccess access) =>
        access.FindDefinition(schedule.Settings.Definition) is { Roles.Count: > 0 } definition
            ? LogText.CleanLine(string.Join(" or ", definition.Roles))
            : null;

    /// <summary>Whether it runs.</summary>
    public static ScheduleStatus Status(Schedule schedule) => schedule switch
    {
        { Pause: { Cause: PauseCause.Person } } => ScheduleStatus.Paused,
        { Pause: not null } => ScheduleStatus.Stopped,
        { DueAt: null } => ScheduleStatus.Ended,
        _ => ScheduleStatus.Active,
    };

    /// <summary>The display name of a status.</summary>
    public static string Word(ScheduleStatus status) => status == ScheduleStatus.Stopped ? "Has a problem" : status.ToString();

    /// <summary>The value of data-state, for the colour.</summary>
    public static string Key(ScheduleStatus status) => status switch
    {
        ScheduleStatus.Active => "scheduled",
        ScheduleStatus.Stopped => "failed",
        _ => "cancelled",
    };

    /// <summary>The icon of a status.</summary>
    public static string IconOf(ScheduleStatus status) => status switch
    {
        ScheduleStatus.Active => "scheduled",
        ScheduleStatus.Paused => "pause",
        ScheduleStatus.Stopped => "alert",
        _ => "check",
    };

    /// <summary>"Paused by you 3 min ago, until today, 18:00."</summary>
    public static string PausedBy(SchedulePause pause, DateTimeOffset now, Viewer viewer)
    {
        var zone = viewer.TimeZone;
        var by = pause.Cause == PauseCause.Person
            ? $" by {LogText.CleanLine(TaskText.Person(pause.By, viewer.Person.Name))}"
            : " automatically";
        var until = pause.Until is { } end ? $", until {Moment(end, now, zone)}" : "";
        return $"Paused{by} {Formats.Ago(pause.At, now, zone)}{until}.";
    }

    /// <summary>How late the next run is, or null if it is not.</summary>
    public static TimeSpan? Late(Schedule schedule, DateTimeOffset now) =>
        schedule is { Pause: null, NextAt: { } next } && now - next > OnTime ? now - next : null;

    /// <summary>How late a run started, or null if it was on time. The jitter is not lateness.</summary>
    public static TimeSpan? Late(TaskSnapshot run, TimeSpan jitter) =>
        run is { StartedAt: { } started, DueAt: { } due } && started - due - jitter is var late && late > OnTime ? late : null;

    /// <summary>"today, 03:00", "tomorrow, 03:00", "Mon 30 Nov, 03:00": a time in a zone.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone).Date);
        var day = (local.Date - today).Days switch
        {
            -1 => "yesterday",
            0 => "today",
            1 => "tomorrow",
            _ => local.ToString(local.Year == today.Year ? "ddd d MMM" : "d MMM yyyy", CultureInfo.CurrentCulture),
        };
        return $"{day}, {local.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.CurrentCulture)}";
    }

    /// <summary>The exact time in the viewer's zone and, if it is another one, in that of the schedule.</summary>
    public static string Exact(DateTimeOffset at, TimeZoneInfo viewer, string zone) =>
        ZoneOf(zone) is { } own && own.GetUtcOffset(at) != viewer.GetUtcOffset(at)
            ? $"{Formats.Exact(at, viewer)}; in {zone}: {Formats.Exact(at, own)}"
            : Formats.Exact(at, viewer);

    /// <summary>The time zone with this name, or null if it does not exist.</summary>
    public static TimeZoneInfo? ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>Makes the first letter a capital.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];
}

/// <summary>Whether a schedule runs.</summary>
internal enum ScheduleStatus
{
    /// <summary>It runs when it is due.</summary>
    Active,

    /// <summary>A person has paused it.</summary>
    Paused,

    /// <summary>It has paused itself because of a problem.</summary>
    Stopped,

    /// <summary>It has no further occurrences.</summary>
    Ended,
}
