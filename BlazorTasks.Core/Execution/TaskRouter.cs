namespace BlazorTasks.Execution;

/// <summary>Puts a task where it waits next: into the queue, or among the tasks and prompts that become due later.</summary>
internal sealed class TaskRouter(TaskQueue queue, TimeProvider time) : IDisposable
{
    private readonly DelayedTasks _tasks = new(time, task => task.TryAppend(new TaskQueued()));
    private readonly DelayedTasks _prompts = new(time, task => task.OnPromptDue());

    /// <summary>Gets how long the first delayed task or prompt has been overdue.</summary>
    public TimeSpan Lag => _tasks.Lag > _prompts.Lag ? _tasks.Lag : _prompts.Lag;

    public void OnAppended(MonitoredTask task, TaskEvent appended)
    {
        switch (appended)
        {
            case PriorityChanged { Priority: var priority }:
                queue.Move(task, priority);
                break;
            case RetryApproved when task.IsForAnyNode:
                _prompts.Remove(task);
                queue.ClaimNow(task);
                break;
            case { NextState: TaskState.Queued } when task.IsForAnyNode:
                queue.ClaimNow(task);
                break;
            case { NextState: TaskState.Scheduled or TaskState.Backoff } when task.IsForAnyNode:
                break; // it waits in the store
            case TaskCreated { RunAt: { } later }:
                QueueAt(task, later);
                break;
            case TaskBackoff backoff:
                QueueAt(task, backoff.DueAt);
                break;
            case PromptAsked asked:
                task.HoldConcurrencySlot();
                ExpireInTime(task, asked.Prompt);
                break;
            case PromptAnswered or PromptExpired or CancelRequested:
                _prompts.Remove(task);
                task.HoldConcurrencySlot();
                break;
            case RetryApproved:
                _prompts.Remove(task);
                queue.Enqueue(task);
                break;
            case TaskCreated or TaskQueued or TaskRetried or TaskLost:
                queue.Enqueue(task);
                break;
        }
    }

    public void OnFinished(MonitoredTask task) => _prompts.Remove(task);

    /// <summary>Queues a task at a later time.</summary>
    public void QueueAt(MonitoredTask task, DateTimeOffset due) => _tasks.Add(task, due);

    /// <summary>Expires an open prompt at its deadline, if it has one.</summary>
    public void ExpireInTime(MonitoredTask task, Prompt prompt)
    {
        if (prompt.Deadline is { } deadline)
        {
            _prompts.Add(task, deadline);
        }
    }

    public void Dispose()
    {
        _tasks.Dispose();
        _prompts.Dispose();
    }
}
