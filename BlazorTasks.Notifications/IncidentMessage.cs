namespace BlazorTasks.Notifications;

/// <summary>What a notification about a node or a schedule says.</summary>
/// <param name="Incident">What has happened.</param>
/// <param name="PublicUrl">The address of the dashboard, or null if it is not known.</param>
internal sealed record IncidentMessage(Incident Incident, Uri? PublicUrl) : NotificationMessage(PublicUrl)
{
    public override string Page => Incident.Page;

    public override string Type => Incident.What == NotificationEvent.NodeLost ? "node.lost" : "schedule.missed";

    public override DateTimeOffset At => Incident.At;

    public override object Data => new { Id = Incident.Subject, Incident.Name, Message = Incident.Detail, Url = Link };

    public override string Title => Incident.Title;

    public override IReadOnlyList<string> Details => [Incident.Detail];

    public override string LinkText => Incident.What == NotificationEvent.NodeLost ? "Open the nodes" : "Open the schedule";
}
