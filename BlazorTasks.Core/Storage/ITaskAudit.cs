namespace BlazorTasks.Storage;

/// <summary>
/// The audit log of a store. Entries for actions on tasks are written with the tasks' commits
/// (<see cref="ITaskStore.CommitAsync"/>).
/// </summary>
public interface ITaskAudit
{
    /// <summary>Stores an entry that does not belong to a commit: a denied action.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Returns one page of entries, newest first.</summary>
    Task<AuditEntryPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes entries older than a given time, oldest first.</summary>
    /// <param name="before">Entries older than this are deleted.</param>
    /// <param name="most">The maximum number of entries to delete in this call.</param>
    /// <param name="cancellationToken">Cancels the operation before the deletion.</param>
    /// <returns>The number of deleted entries.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}
