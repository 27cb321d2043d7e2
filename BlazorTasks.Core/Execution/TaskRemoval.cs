using BlazorTasks.Forms;

namespace BlazorTasks.Execution;

/// <summary>Deletes a finished task from the history on request. Who did it is recorded in the audit log.</summary>
internal sealed partial class TaskRemoval(
    ITaskStore store,
    Action<IReadOnlyList<TaskId>> onRemoved,
    UploadStore resultFiles,
    TimeProvider time,
    ILogger log)
{
    public async Task<CommandResult> RemoveAsync(TaskSnapshot ended, string? by)
    {
        try
        {
            var file = ended.HasResult ? await FileOfAsync(ended.Id).ConfigureAwait(false) : null;
            var audit = by is null ? null : AuditEntry.Of(ended, by, AuditAction.Remove, time.UtcMicros());
            if (!await store.RemoveAsync(ended.Id, audit, CancellationToken.None).ConfigureAwait(false))
            {
                return CommandResult.NotNow(ended, $"{ended.Name} was retried or has already been deleted. Refresh and try again.");
            }

            onRemoved([ended.Id]);
            LogRemoved(ended.Name, ended.Id, by ?? Person.System);
            resultFiles.Remove(file);
            return new CommandResult(CommandOutcome.Accepted, $"{ended.Name} was deleted from the history.", ended);
        }
        catch (Exception error) when (error is DbException or TaskStoreException or IOException or TimeoutException)
        {
            LogNotRemoved(error, ended.Name, ended.Id);
            return CommandResult.Unavailable(ended, time.GetUtcNow(), isFull: false);
        }
    }

    /// <summary>
    /// Returns the token of a file result, if it is one. A task's own result may also have properties of these names.
    /// </summary>
    private async Task<string?> FileOfAsync(TaskId id)
    {
        var milestones = await store.MilestonesAsync(id).ConfigureAwait(false);
        return milestones.OfType<TaskSucceeded>().LastOrDefault()?.Result is { ValueKind: JsonValueKind.Object } result
            && result.TryGetProperty(TaskResult.KindName, out var kind)
                && kind.ValueKind == JsonValueKind.String
                && kind.ValueEquals("file")
            && result.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} ({Task}) was deleted from the history by {By}")]
    private partial void LogRemoved(string name, TaskId task, string by);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} ({Task}) could not be deleted from the history")]
    private partial void LogNotRemoved(Exception error, string name, TaskId task);
}
