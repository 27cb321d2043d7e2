namespace BlazorTasks.Storage;

/// <summary>Where a store keeps what people did. What they did to tasks comes with the commits of the tasks (<see cref="ITaskStore.CommitAsync"/>).</summary>
public interface ITaskAudit
{
    /// <summary>Stores something that belongs to no commit: what was refused.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>One page, the newest first.</summary>
    Task<AuditEntryPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes entries from before a time, the oldest first.</summary>
    /// <param name="before">Older ones go.</param>
    /// <param name="most">How many to remove in this call, so that nobody waits long.</param>
    /// <param name="cancellationToken">Stops before the removal.</param>
    /// <returns>How many were removed.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}
