namespace BlazorTasks.Execution;

/// <summary>Starts new tasks, unless the server is shutting down, the store is unavailable, or the queue is full.</summary>
internal sealed partial class TaskStarter(TaskRuntime runtime, IdempotencyKeys keys, Func<Task> open, ILogger<TaskStarter> log)
{
    /// <summary>Starts a task and waits until the start is stored, up to the command timeout.</summary>
    /// <exception cref="StorageUnavailableException">The store has not confirmed the start yet.</exception>
    public async Task<MonitoredTask<T>> StartAsync<T>(TaskCreated created, TaskWork work)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var task = Start<T>(created, work, committed);
        keys.OnStarted(created, task, committed.Task);
        await keys.StoredAsync(task, committed.Task).ConfigureAwait(false);
        return task;
    }

    public MonitoredTask<T> Start<T>(TaskCreated created, TaskWork work, TaskCompletionSource? committed = null)
    {
        ThrowIfRefused(created);
        var now = runtime.Time.UtcMicros();
        created.Stamp(1, now, 0).Prepare();
        var task = new MonitoredTask<T>(runtime, TaskSnapshot.From(TaskId.New(now), created), work);
        runtime.Live.Add(task);
        task.AppendCreated(created, committed);
        runtime.Router.OnAppended(task, created);
        if (!open().IsCompletedSuccessfully)
        {
            _ = EndUnlessOpenedAsync(task);
        }

        runtime.Journal.Wake(); // creation and, if a slot is free, start in one transaction
        return task;
    }

    private void ThrowIfRefused(TaskCreated created)
    {
        if (runtime.Queue.IsClosed)
        {
            throw new InvalidOperationException($"'{created.Name}' was not started because the server is shutting down.");
        }

        if (runtime.Journal.CircuitBreaker is { IsClosed: true, TroubleSince: { } since })
        {
            throw StorageUnavailableException.NotStarted(since, runtime.Journal.CircuitBreaker.IsFull);
        }

        if (runtime.Waiting is var waiting && waiting >= runtime.Options.MaxQueued)
        {
            throw new QueueFullException(
                $"'{created.Name}' was not started because the queue is full ({waiting:N0} tasks). Try again later.");
        }
    }

    /// <summary>Fails the handle of a task that cannot start because the store cannot be opened.</summary>
    private async Task EndUnlessOpenedAsync(MonitoredTask task)
    {
        try
        {
            await open().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // any error must reach the handle
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotOpened(error, task.Snapshot.Name, task.Id);
            task.OnNotOpened(error as TaskStoreException ?? new TaskStoreException($"The store cannot be opened: {error.Message}", error));
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Name} ({Task}) was not run because the store cannot be opened")]
    private partial void LogNotOpened(Exception error, string name, TaskId task);
}
