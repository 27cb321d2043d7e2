namespace BlazorTasks;

/// <summary>The state of a task. The names are stored; the allowed transitions are defined in <see cref="Lifecycle"/>.</summary>
public enum TaskState
{
    /// <summary>Due later.</summary>
    Scheduled,

    /// <summary>Due, and waiting for a concurrency slot. Called NOT_STARTED or pending in other systems.</summary>
    Queued,

    /// <summary>Claimed by a node and being prepared (constructor, input binding).</summary>
    Starting,

    /// <summary>The task's code is running. Called PROCESSING or in_progress in other systems.</summary>
    Running,

    /// <summary>The task's code waits for a person, without holding a thread or a concurrency slot.</summary>
    Waiting,

    /// <summary>The last attempt failed, and the next one starts automatically at a known time.</summary>
    Backoff,

    /// <summary>Cancellation was requested, but the task has not stopped yet.</summary>
    Cancelling,

    /// <summary>Final: the task's code returned. Called FINISHED or completed in other systems.</summary>
    Succeeded,

    /// <summary>Final: the task's code threw an exception, or the task could not be run. Called ERROR in other systems.</summary>
    Failed,

    /// <summary>Final: the task was cancelled on request.</summary>
    Cancelled,

    /// <summary>Final: a person declined approval.</summary>
    Declined,

    /// <summary>Final: the process or node that ran the task was lost or shut down, and the task was not restarted.</summary>
    Interrupted,
}
