using BlazorTasks.Notifications;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>What somebody is entering about their notifications, with messages for what is not valid yet.</summary>
public sealed class PreferencesDraft
{
    private readonly Dictionary<string, string> _errors = [];

    /// <summary>The columns: what is called one thing here may be several events.</summary>
    public static IReadOnlyList<(string Text, IReadOnlyList<NotificationEvent> Events)> Columns { get; } =
    [
        ("asks", [NotificationEvent.Asked]),
        ("fails", [NotificationEvent.Failed, NotificationEvent.Interrupted]),
        ("succeeds", [NotificationEvent.Succeeded]),
        ("is slower than usual", [NotificationEvent.Slow]),
    ];

    /// <summary>The events of most tasks.</summary>
    public ISet<NotificationEvent> Events { get; private init; } = new HashSet<NotificationEvent>();

    /// <summary>The events of tasks of certain definitions.</summary>
    public IDictionary<string, ISet<NotificationEvent>> Definitions { get; private init; } =
        new Dictionary<string, ISet<NotificationEvent>>();

    /// <inheritdoc cref="NotificationPreferences.OnlyChanges" />
    public bool OnlyChanges { get; set; }

    /// <inheritdoc cref="NotificationPreferences.ByMail" />
    public bool ByMail { get; set; } = true;

    /// <inheritdoc cref="NotificationPreferences.QuietFrom" />
    public string? QuietFrom { get; set; }

    /// <inheritdoc cref="NotificationPreferences.QuietTo" />
    public string? QuietTo { get; set; }

    /// <inheritdoc cref="NotificationPreferences.DigestAt" />
    public string? DigestAt { get; set; }

    /// <summary>Returns what was stored, to be edited.</summary>
    public static PreferencesDraft Of(NotificationPreferences preferences) => new()
    {
        Events = preferences.Events.ToHashSet(),
        Definitions = preferences.Definitions.ToDictionary(one => one.Key, one => (ISet<NotificationEvent>)one.Value.ToHashSet()),
        OnlyChanges = preferences.OnlyChanges,
        ByMail = preferences.ByMail,
        QuietFrom = Text(preferences.QuietFrom),
        QuietTo = Text(preferences.QuietTo),
        DigestAt = Text(preferences.DigestAt),
    };

    /// <summary>Returns what was entered, or null if something is not valid.</summary>
    /// <param name="zone">The time zone of the times.</param>
    public NotificationPreferences? Read(TimeZoneInfo zone)
    {
        _errors.Clear();
        var preferences = new NotificationPreferences
        {
            Events = [.. Events.Order()],
            Definitions = Definitions.ToDictionary(
                one => one.Key,
                one => (IReadOnlyList<NotificationEvent>)[.. one.Value.Order()]),
            OnlyChanges = OnlyChanges,
            ByMail = ByMail,
            QuietFrom = Time(nameof(QuietFrom), QuietFrom),
            QuietTo = Time(nameof(QuietTo), QuietTo),
            DigestAt = Time(nameof(DigestAt), DigestAt),
            TimeZone = zone.Id,
        };
        if (preferences.QuietFrom is null != preferences.QuietTo is null)
        {
            _errors.TryAdd(preferences.QuietFrom is null ? nameof(QuietFrom) : nameof(QuietTo), "Enter both times, or none.");
        }

        return _errors.Count == 0 ? preferences : null;
    }

    /// <summary>Returns what is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => _errors.GetValueOrDefault(field);

    private static string? Text(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture);

    private TimeOnly? Time(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time))
        {
            return time;
        }

        _errors[field] = $"\"{text}\" is not a time. Enter one such as 22:00.";
        return null;
    }
}
