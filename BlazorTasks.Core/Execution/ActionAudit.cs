namespace BlazorTasks.Execution;

/// <summary>
/// Records denied actions, and those that do not concern a task, in the audit log. An action is denied even if the entry cannot
/// be stored; in that case it is written to the application log.
/// </summary>
internal sealed partial class ActionAudit(ITaskStore store, TimeProvider time, ILogger log)
{
    public async Task<CommandResult> NotAllowedAsync(TaskSnapshot task, Person? by, AuditAction action, string message)
    {
        var entry = AuditEntry.Of(task, by?.Name ?? Person.System, action, time.UtcMicros());
        await RecordAsync(entry with { Refusal = message, Origin = by is null ? null : ActionOrigin.Of(by) }).ConfigureAwait(false);
        return CommandResult.NotAllowed(task, message);
    }

    /// <summary>Records an action that does not concern a task, and why it was denied, if it was.</summary>
    public Task RecordAsync(Person by, AuditAction action, string what, string? message) =>
        RecordAsync(AuditEntry.Of(by, action, what, time.UtcMicros()) with { Refusal = message });

    /// <summary>Records an action on a task that none of its events tells.</summary>
    public Task RecordAsync(Person by, AuditAction action, TaskSnapshot task) =>
        RecordAsync(AuditEntry.Of(task, by.Name, action, time.UtcMicros()) with { Origin = ActionOrigin.Of(by) });

    private async Task RecordAsync(AuditEntry entry)
    {
        try
        {
            await store.Audit.AddAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the action is denied or done whatever the store throws
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotStored(error, entry.By, entry.Action, entry.TaskName, entry.Refusal ?? "done");
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The audit entry of {Who} for the action {Action} on {Name} could not be stored: {Outcome}")]
    private partial void LogNotStored(Exception error, string who, AuditAction action, string name, string outcome);
}
