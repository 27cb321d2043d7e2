namespace BlazorTasks;

/// <summary>Why a task ended, in addition to its final <see cref="TaskState"/>.</summary>
public enum TaskReason
{
    /// <summary>Failed: the task's code threw an exception.</summary>
    Exception,

    /// <summary>Failed: the task timed out.</summary>
    Timeout,

    /// <summary>Failed: the constructor, the services or the input could not be prepared.</summary>
    BadParameters,

    /// <summary>
    /// Failed: there is no code to run, because the definition no longer exists or the task was a lambda of an earlier
    /// process.
    /// </summary>
    NoHandler,

    /// <summary>Failed: the result is larger than <see cref="BlazorTasksOptions.MaxResultBytes"/>.</summary>
    ResultTooLarge,

    /// <summary>Failed: the last attempt failed.</summary>
    RetriesExhausted,

    /// <summary>Failed: a person declined to retry it.</summary>
    RetryDeclined,

    /// <summary>Failed: a prompt was not answered in time.</summary>
    PromptTimeout,

    /// <summary>Failed: the process or node that ran the task was lost three times, so the task is not restarted again.</summary>
    Poison,

    /// <summary>Cancelled: cancellation was requested.</summary>
    ByUser,

    /// <summary>Cancelled: the task did not stop within the grace period and was abandoned.</summary>
    Abandoned,

    /// <summary>Interrupted: the process that ran the task ended unexpectedly.</summary>
    ProcessDied,

    /// <summary>Interrupted: the process that ran the task was shut down.</summary>
    Shutdown,

    /// <summary>Interrupted: the script of an external task sent no heartbeat in time.</summary>
    HeartbeatTimeout,

    /// <summary>Failed: the result of the task or of one of its steps cannot be serialized as JSON.</summary>
    ResultNotSerializable,

    /// <summary>Failed: something about the task can never be stored.</summary>
    NotStorable,

    /// <summary>Failed: what an earlier process stored cannot be read.</summary>
    NotReadable,
}
