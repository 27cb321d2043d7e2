using BlazorTasks.Execution;

namespace BlazorTasks;

/// <summary>A task whose result has a known type.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
public sealed class MonitoredTask<TResult> : MonitoredTask
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal MonitoredTask(TaskRuntime runtime, TaskSnapshot snapshot, TaskWork work)
        : base(runtime, snapshot, work)
    {
    }

    /// <summary>
    /// Creates a handle for a task that is not live in this process. Its completion reports the outcome but not the result,
    /// which can be read from the store.
    /// </summary>
    internal static MonitoredTask<TResult> Ended(TaskRuntime runtime, TaskSnapshot snapshot)
    {
        var task = new MonitoredTask<TResult>(runtime, snapshot, TaskWork.Missing);
        task.Complete(snapshot, new AttemptOutcome(new TaskRunning(), default(TResult)));
        return task;
    }

    /// <summary>Creates a handle for a task that another node runs, or will run. It completes with that run.</summary>
    internal static MonitoredTask<TResult> Elsewhere(TaskRuntime runtime, TaskSnapshot snapshot)
    {
        var task = new MonitoredTask<TResult>(runtime, snapshot, TaskWork.Missing);
        task.FollowElsewhere();
        return task;
    }

    /// <inheritdoc cref="MonitoredTask.Completion" />
    public new Task<TResult> Completion => _completion.Task;

    private protected override Task CompletionTask => _completion.Task;

    private protected override void Complete(TaskSnapshot final, AttemptOutcome? outcome)
    {
        switch (final.State)
        {
            case TaskState.Succeeded:
                _completion.TrySetResult(outcome?.Result is TResult result ? result : default!);
                break;
            case TaskState.Cancelled:
                _completion.TrySetCanceled(CancellationToken.None);
                break;
            case TaskState.Interrupted:
                Throw(new TaskInterruptedException(final.ErrorMessage ?? "The task was interrupted."));
                break;
            default:
                Throw(outcome?.Error ?? new TaskFailedException(
                    final.Reason ?? TaskReason.Exception,
                    final.ErrorMessage ?? "The task failed."));
                break;
        }
    }

    private protected override object? ReadResult(JsonElement result) => result.Deserialize<TResult>(TaskJson.Options);

    private protected override void Break(Exception error) => Throw(error);

    private void Throw(Exception error)
    {
        _completion.TrySetException(error);
        _ = _completion.Task.Exception; // observed: the error is in the task's history, so a handle need not be awaited
    }
}
