namespace BlazorTasks;

/// <summary>Why a task ended as it did, beyond its final <see cref="TaskState"/>.</summary>
public enum TaskReason
{
    /// <summary>Failed: its code threw.</summary>
    Exception,

    /// <summary>Failed: it took longer than its definition allows.</summary>
    Timeout,

    /// <summary>Failed: its constructor, its services or its input could not be prepared.</summary>
    BadParameters,

    /// <summary>Failed: there is no code for it, because its definition is gone or it was a lambda of an earlier process.</summary>
    NoHandler,

    /// <summary>Failed: its result is larger than <see cref="BlazorTasksOptions.MaxResultBytes"/>.</summary>
    ResultTooLarge,

    /// <summary>Failed: the last allowed attempt failed too.</summary>
    RetriesExhausted,

    /// <summary>Failed: the person who was asked whether to try again said no.</summary>
    RetryDeclined,

    /// <summary>Failed: nobody answered its question in time.</summary>
    PromptTimeout,

    /// <summary>Failed: the process or node that ran it was lost three times, so it is not run again.</summary>
    Poison,

    /// <summary>Cancelled: someone asked for it.</summary>
    ByUser,

    /// <summary>Cancelled: it did not stop within the grace period and is no longer waited for.</summary>
    Abandoned,

    /// <summary>Interrupted: the process that ran it ended without telling.</summary>
    ProcessDied,

    /// <summary>Interrupted: the process that ran it was shut down.</summary>
    Shutdown,

    /// <summary>Interrupted: nothing was heard of the script of an external task for longer than its heartbeat.</summary>
    HeartbeatTimeout,

    /// <summary>Failed: its result, or that of one of its steps, cannot be written as JSON.</summary>
    ResultNotSerializable,

    /// <summary>Failed: something about it cannot be stored, however often it is tried.</summary>
    NotStorable,

    /// <summary>Failed: what an earlier process stored of it cannot be read.</summary>
    NotReadable,
}
