using System.Data.Common;
using System.Text.Json;
using BlazorTasks.Storage;

namespace BlazorTasks.Execution;

/// <summary>Retains uploaded files for as long as a task may still read them: it is unfinished, or can be retried.</summary>
internal sealed class UploadHolds
{
    private readonly TaskEngine _engine;

    public UploadHolds(TaskEngine engine)
    {
        _engine = engine;
        engine.Uploads.IsNeeded = IsNeededAsync;
    }

    public void OnAppended(TaskId task, TaskEvent happened)
    {
        JsonElement? value = happened switch
        {
            TaskCreated created => created.Input,
            PromptAnswered answered => answered.Values,
            RetryApproved approved => approved.Input,
            _ => null,
        };
        if (value is { } values)
        {
            _engine.Uploads.Hold(values, task);
        }
    }

    private async Task<bool> IsNeededAsync(TaskId id)
    {
        try
        {
            var task = _engine.Find(id)?.Snapshot
                ?? await _engine.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
            return task is not null && (!task.State.IsFinal() || Lifecycle.Allows(task.State, TaskState.Queued));
        }
        catch (Exception error) when (error is DbException or TaskStoreException or IOException or TimeoutException)
        {
            return true; // not known at the moment, so nothing is deleted
        }
    }
}
