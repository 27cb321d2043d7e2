using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>
/// Records denied actions in the audit log. The action is denied even if the entry cannot be stored; in that case it is
/// written to the application log.
/// </summary>
internal sealed partial class DenialAudit(ITaskStore store, TimeProvider time, ILogger log)
{
    public async Task<CommandResult> NotAllowedAsync(TaskSnapshot task, Person? by, AuditAction action, string message)
    {
        var who = by?.Name ?? Person.System;
        try
        {
            await store.Audit.AddAsync(
                AuditEntry.Of(task, who, action, time.UtcMicros()) with { Refusal = message },
                CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the action is denied whatever the store throws
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotStored(error, who, action, task.Name, task.Id, message);
        }

        return CommandResult.NotAllowed(task, message);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Who} was denied the action {Action} on {Name} ({Task}), but the audit entry could not be stored: {Refusal}")]
    private partial void LogNotStored(Exception error, string who, AuditAction action, string name, TaskId task, string refusal);
}
