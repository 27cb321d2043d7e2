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

    /// <summary>
    /// Records an action that does not concern a task, such as a sign-in. If that cannot be stored, it is logged.
    /// </summary>
    /// <param name="by">Who performed the action.</param>
    /// <param name="action">The action.</param>
    /// <param name="what">What the action concerned, without secrets.</param>
    /// <param name="refusal">Why it was denied, as a sentence, or null if it was performed.</param>
    public async Task RecordAsync(Person by, AuditAction action, string what, string? refusal = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentException.ThrowIfNullOrEmpty(what);
        await _engine.Lifetime.OpenAsync().ConfigureAwait(false);
        await _engine.Runtime.ActionAudit.RecordAsync(by, action, what, refusal).ConfigureAwait(false);
    }

    /// <summary>Records an action on a task that none of its events tells.</summary>
    internal Task RecordAsync(Person by, AuditAction action, TaskSnapshot task) =>
        _engine.Runtime.ActionAudit.RecordAsync(by, action, task);
}
