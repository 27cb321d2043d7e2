namespace BlazorTasks.Notifications;

/// <summary>What a person wants to be notified of: events of the tasks they own.</summary>
public sealed record NotificationPreferences
{
    /// <summary>The name of the setting (<see cref="PersonSettings"/>).</summary>
    public const string Setting = "notifications";

    /// <summary>The events of which they are notified.</summary>
    public IReadOnlyList<NotificationEvent> Events { get; init; } = [];

    /// <summary>The events of tasks of certain definitions, by the name of the definition, instead of <see cref="Events"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<NotificationEvent>> Definitions { get; init; } =
        new Dictionary<string, IReadOnlyList<NotificationEvent>>();

    /// <summary>Whether to notify by e-mail, too, if an address is known, and not only in the browsers of the person.</summary>
    /// <value>The default is true.</value>
    public bool ByMail { get; init; } = true;

    /// <summary>Whether to notify of the first failure in a row only, and of the success after it.</summary>
    public bool OnlyChanges { get; init; }

    /// <summary>When the quiet hours begin. What happens within them is reported when they end.</summary>
    public TimeOnly? QuietFrom { get; init; }

    /// <summary>When the quiet hours end.</summary>
    public TimeOnly? QuietTo { get; init; }

    /// <summary>When to send one message a day about everything but questions, or null to send one about each event at once.</summary>
    public TimeOnly? DigestAt { get; init; }

    /// <summary>The time zone of these times.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether they want to be notified of an event.</summary>
    public bool Wants(TaskSnapshot task, NotificationEvent what)
    {
        ArgumentNullException.ThrowIfNull(task);
        return (task.Definition is { } name ? Definitions.GetValueOrDefault(name, Events) : Events).Contains(what);
    }

    /// <summary>Returns when they may be notified of something that happens now: now or, within quiet hours, at their end.</summary>
    public DateTimeOffset EarliestAt(DateTimeOffset now) =>
        QuietFrom is { } from && QuietTo is { } to && TimeOnly.FromDateTime(LocalTime(now)).IsBetween(from, to) ? NextAt(to, now) : now;

    /// <summary>Returns when the next daily message is sent, or null if there is none.</summary>
    public DateTimeOffset? NextDigestAt(DateTimeOffset now) => DigestAt is { } at ? NextAt(at, now) : null;

    private DateTime LocalTime(DateTimeOffset now) =>
        TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime;

    /// <summary>The next time the clocks show this, by the rules of schedules for days on which they are changed.</summary>
    private DateTimeOffset NextAt(TimeOnly time, DateTimeOffset now) =>
        new Occurrences(new ScheduleRule
        {
            Cron = string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour} * * *"),
            TimeZone = TimeZone,
        }).Next(now)!.Value;
}
