namespace BlazorTasks.Execution;

/// <summary>Writes each stored task that cannot be read to the application log.</summary>
internal sealed partial class UnreadableTaskLog(ILogger log)
{
    public void OnFound(UnreadableTask task) => LogUnreadable(task);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Task} It is skipped and its row is left as it is. Restore the row from a backup or delete it, then restart")]
    private partial void LogUnreadable(UnreadableTask task);
}
