namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>
    /// Records an action on many tasks as one audit entry (<see cref="AuditAction.Bulk"/>). The events of the tasks say who
    /// did it as well.
    /// </summary>
    /// <param name="by">Who performed the action.</param>
    /// <param name="summary">The action and its outcome: how many tasks, how many were skipped and why.</param>
    public async Task RecordBulkAsync(string by, string summary)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentException.ThrowIfNullOrEmpty(summary);
        var store = await StoreAsync().ConfigureAwait(false);
        var entry = AuditEntry.OfMany(by, summary, _engine.Runtime.Time.UtcMicros());
        await store.Audit.AddAsync(entry, CancellationToken.None).ConfigureAwait(false);
    }
}
