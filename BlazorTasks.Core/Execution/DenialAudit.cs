using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>Keeps in the audit what people were not allowed to do. They are refused also when that cannot be stored; then the log of the program tells it.</summary>
internal sealed partial class DenialAudit(ITaskStore store, TimeProvider time, ILogger log)
{
    public async Task<CommandResult> NotAllowedAsync(TaskSnapshot task, Person? by, AuditAction action, string message)
    {
        var who = by?.Name ?? Person.System;
        try
        {
            await store.Audit.AddAsync(AuditEntry.Of(task, who, action, time.UtcMicros()) with { Refusal = message }, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the answer is the same whatever the store throws
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotStored(error, who, action, task.Name, task.Id, message);
        }

        return CommandResult.NotAllowed(task, message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Who} was refused to {Action} {Name} {Task}, which could not be stored in the audit: {Refusal}")]
    private partial void LogNotStored(Exception error, string who, AuditAction action, string name, TaskId task, string refusal);
}
