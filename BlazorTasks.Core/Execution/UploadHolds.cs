using BlazorTasks.Forms;

namespace BlazorTasks.Execution;

/// <summary>Retains uploaded files for as long as a task may still read them: it is unfinished, or can be retried.</summary>
internal sealed class UploadHolds
{
    private readonly ITaskStore _store;
    private readonly LiveTasks _live;
    private readonly UploadStore _uploads;

    public UploadHolds(ITaskStore store, LiveTasks live, UploadStore uploads)
    {
        (_store, _live, _uploads) = (store, live, uploads);
        uploads.IsNeeded = IsNeededAsync;
    }

    public void OnCommitted(TaskSnapshot task, TaskEvent taskEvent)
    {
        JsonElement? value = taskEvent switch
        {
            TaskCreated created => created.Input,
            PromptAnswered answered => answered.Values,
            RetryApproved approved => approved.Input,
            _ => null,
        };
        if (value is { } values)
        {
            _uploads.Hold(values, task.Id);
        }
    }

    private async Task<bool> IsNeededAsync(TaskId id)
    {
        try
        {
            var task = _live.Find(id)?.Snapshot
                ?? await _store.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
            return task is not null && (!task.State.IsFinal() || Lifecycle.Allows(task.State, TaskState.Queued));
        }
        catch (Exception error) when (error is DbException or TaskStoreException or IOException or TimeoutException)
        {
            return true; // not known at the moment, so nothing is deleted
        }
    }
}
