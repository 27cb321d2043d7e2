namespace BlazorTasks.Notifications;

/// <summary>Finds lost nodes and schedules with missed runs, each once.</summary>
internal sealed class Incidents(TaskMonitor monitor)
{
    private readonly HashSet<(string, DateTimeOffset)> _found = [];

    /// <summary>Returns what has happened since a time and was not returned yet.</summary>
    public async Task<IReadOnlyList<Incident>> NextAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var incidents = await ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. incidents.Where(incident => incident.At >= since && _found.Add((incident.Subject, incident.At)))];
    }

    /// <summary>Returns what has happened to a node or schedule, or null if that is no longer known.</summary>
    public async Task<Incident?> FindAsync(string subject, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(incident => incident.Subject == subject);

    private async Task<IEnumerable<Incident>> ListAsync(CancellationToken cancellationToken)
    {
        var nodes = await monitor.NodesAsync(cancellationToken).ConfigureAwait(false);
        var schedules = await monitor.Schedules.ListAsync(cancellationToken).ConfigureAwait(false);
        return nodes.Select(Incident.Of).Concat(schedules.Select(Incident.Of)).OfType<Incident>();
    }
}
