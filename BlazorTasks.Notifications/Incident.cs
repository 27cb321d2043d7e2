namespace BlazorTasks.Notifications;

/// <summary>What has happened to a node or a schedule: of interest to those who look after them.</summary>
/// <param name="What">What has happened.</param>
/// <param name="Subject">The id of the node or schedule.</param>
/// <param name="Name">Its name.</param>
/// <param name="At">When it was found.</param>
internal sealed record Incident(NotificationEvent What, string Subject, string Name, DateTimeOffset At)
{
    /// <summary>The events that are not about tasks.</summary>
    public static readonly IReadOnlyList<NotificationEvent> Events = [NotificationEvent.ScheduleMissed, NotificationEvent.NodeLost];

    /// <summary>Gets what is known about it, as a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>Gets the page of the dashboard that shows it.</summary>
    public required string Page { get; init; }

    /// <summary>Gets the schedule, if it is about one.</summary>
    public ScheduleSettings? Schedule { get; init; }

    /// <summary>Gets one line, such as "The node web-1 was lost".</summary>
    public string Title => What == NotificationEvent.NodeLost ? $"The node {Name} was lost" : $"{Name} was missed";

    public static Incident? Of(TaskNode node) => node is { IsLost: true, EndedAt: { } ended }
        ? new Incident(NotificationEvent.NodeLost, node.Id.ToString(), node.Name, ended)
        {
            Detail = $"It ended unexpectedly and was last seen at {node.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
            Page = "nodes",
        }
        : null;

    public static Incident? Of(Schedule schedule) => schedule.LastMissed is { } missed
        ? new Incident(NotificationEvent.ScheduleMissed, schedule.Id, schedule.Settings.Title ?? schedule.Id, missed.FoundAt)
        {
            Detail = $"No process was running when it was due at {missed.DueAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC.",
            Page = $"schedules/{schedule.Id}",
            Schedule = schedule.Settings,
        }
        : null;

    /// <summary>Returns the idempotency key of the delivery to a recipient.</summary>
    public string KeyFor(string to) => $"notify:{What}:{Subject}:{At.ToUnixTimeMilliseconds()}:{Recipient.HashOf(to)}";
}
