using BlazorTasks.Definitions;
using BlazorTasks.Feed;
using BlazorTasks.Journal;
using BlazorTasks.Statistics;

namespace BlazorTasks.Execution;

/// <summary>Recovers the tasks of an earlier process at startup, without losing any and without running any twice.</summary>
internal sealed partial class Recovery(
    TaskRuntime runtime,
    Rehydration rehydration,
    TaskCatalog catalog,
    TaskBoard board,
    TaskStatistics statistics,
    ILogger log)
{
    private const int MaxCrashes = 3;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Restores recently finished tasks on the board, and reschedules or ends every unfinished task.</summary>
    /// <param name="lost">The nodes that ended unexpectedly, newest first.</param>
    public async Task RunAsync(IReadOnlyList<TaskNode> lost)
    {
        await LoadAsync().ConfigureAwait(false);
        await foreach (var left in runtime.Store.ListAllAsync(new TaskQuery { Finished = false }).ConfigureAwait(false))
        {
            board.Put(left);
            var node = lost.FirstOrDefault(node => node.Name == left.Node && node.StartedAt <= left.AttemptStartedAt);
            await TakeUpOrFailAsync(left, node).ConfigureAwait(false);
        }

        board.Publish();
    }

    /// <summary>Shows every task on the board, whichever node runs it.</summary>
    public async Task ShowAsync()
    {
        await LoadAsync().ConfigureAwait(false);
        await foreach (var task in runtime.Store.ListAllAsync(new TaskQuery { Finished = false }).ConfigureAwait(false))
        {
            board.Put(task);
        }

        board.Publish();
    }

    private async Task LoadAsync()
    {
        await statistics.LoadAsync(runtime.Store, catalog).ConfigureAwait(false);
        var recent = await runtime.Store.ListAsync(
            new TaskQuery { Limit = TaskQuery.MaxLimit },
            CancellationToken.None).ConfigureAwait(false);
        foreach (var finished in recent.Items)
        {
            board.Put(finished);
        }

        board.Tidy(runtime.Time.GetUtcNow());
    }

    /// <summary>Starts a task that waited for any node, as soon as a slot is free.</summary>
    public Task StartAsync(TaskSnapshot claimed) => OrFailAsync(claimed, async () =>
    {
        var task = await rehydration.RehydrateToRunAsync(claimed, await rehydration.FindWorkAsync(claimed, catalog).ConfigureAwait(false))
            .ConfigureAwait(false);
        task.AppendDue();
        runtime.Queue.Enqueue(task);
    });

    /// <summary>Reschedules or ends an unfinished task that nobody runs any longer.</summary>
    /// <param name="left">The task.</param>
    /// <param name="node">The node that owned it, if it is known.</param>
    public Task TakeUpOrFailAsync(TaskSnapshot left, TaskNode? node) => OrFailAsync(left, () => RehydrateAsync(left, node));

    /// <summary>Ends a task that cannot be read. The others are still recovered.</summary>
    private async Task OrFailAsync(TaskSnapshot left, Func<Task> takeUp)
    {
        try
        {
            while (!await TryAsync(takeUp).ConfigureAwait(false))
            {
                await Task.Delay(RetryInterval, runtime.Time).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // one task must not prevent the process from starting
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotReadable(error, left.Name, left.Id);
            var message = $"The stored data of this task cannot be read: {error.Message}";
            rehydration.Rehydrate(left).TryAppend(new TaskFailed(
                TaskReason.NotReadable,
                new TaskError(nameof(TaskReason.NotReadable), message)));
        }
    }

    /// <summary>While other nodes run, the store may be unavailable for a moment, which says nothing about the task.</summary>
    private async Task<bool> TryAsync(Func<Task> takeUp)
    {
        try
        {
            await takeUp().ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (runtime.Cluster is not null
            && error is DbException or IOException or TimeoutException
            && !StoreError.IsPermanent(error))
        {
            return runtime.Queue.IsClosed; // then another node takes it over
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ({Task}) failed because its stored data cannot be read")]
    private partial void LogNotReadable(Exception error, string name, TaskId task);

    private async Task RehydrateAsync(TaskSnapshot left, TaskNode? node)
    {
        var work = await rehydration.FindWorkAsync(left, catalog).ConfigureAwait(false);
        var task = await rehydration.RehydrateToRunAsync(left, work).ConfigureAwait(false);
        switch (left.State)
        {
            case TaskState.Queued or TaskState.Scheduled or TaskState.Backoff when task.IsForAnyNode:
                runtime.Journal.Append(new JournalEntry(task, null, task.Snapshot)); // it waits for any node again
                break;
            case TaskState.Cancelling:
                task.TryAppend(new TaskCancelled(TaskReason.ByUser, left.CancelRequestedBy));
                break;
            case TaskState.Waiting when left.Prompt is { HoldsCode: false } retry && task.Work.Body is not null:
                runtime.Router.ExpireInTime(task, retry);
                break;
            case TaskState.Starting or TaskState.Running or TaskState.Waiting when task.Policy.Restartable && task.Work.Body is not null:
                RunAgain(task, left, node);
                break;
            case TaskState.Starting or TaskState.Running or TaskState.Waiting:
                task.TryAppend(new TaskInterrupted(TaskReason.ProcessDied, ExplainCrash(left, node)));
                break;
            case TaskState.Queued when task.Work.Body is not null:
                runtime.Queue.Enqueue(task);
                break;
            case TaskState.Scheduled or TaskState.Backoff when task.Work.Body is not null:
                runtime.Router.QueueAt(task, left.RunAt ?? left.CreatedAt);
                break;
            default:
                task.TryAppend(new TaskFailed(TaskReason.NoHandler, NoHandler(left)));
                break;
        }
    }

    /// <summary>A task whose process was lost three times may be the cause of that.</summary>
    private static void RunAgain(MonitoredTask task, TaskSnapshot left, TaskNode? node)
    {
        var message = ExplainCrash(left, node);
        if (left.State != TaskState.Waiting && left.CrashCount + 1 >= MaxCrashes)
        {
            task.TryAppend(new TaskFailed(
                TaskReason.Poison,
                new TaskError(
                    nameof(TaskReason.Poison),
                    $"{message} This was the {MaxCrashes}rd time, so the task is not restarted automatically.")));
        }
        else
        {
            task.TryAppend(new TaskLost(TaskReason.ProcessDied, message));
        }
    }

    /// <summary>Describes what is known about the end of the process that ran a task.</summary>
    private static string ExplainCrash(TaskSnapshot left, TaskNode? node)
    {
        var ended = $"The process {left.Node} ended unexpectedly while this task was {left.State}.";
        return node is not null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{ended} Its last heartbeat was at {node.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.")
            : ended;
    }

    private static TaskError NoHandler(TaskSnapshot left) => new(
        nameof(TaskReason.NoHandler),
        left.Definition is { } name
            ? $"The definition '{name}' no longer exists, so the task could not be started after a restart."
            : "The process ended before this task started. Its code was passed as a lambda, which does not survive a restart.");
}
