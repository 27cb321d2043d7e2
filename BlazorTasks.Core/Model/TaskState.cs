namespace BlazorTasks;

/// <summary>Where a task is in its life. The names are stored; the allowed moves are in <see cref="Lifecycle"/>.</summary>
public enum TaskState
{
    /// <summary>Due later.</summary>
    Scheduled,

    /// <summary>Due, and waiting for a free slot. Known to other systems as NOT_STARTED or pending.</summary>
    Queued,

    /// <summary>A node has taken it and is preparing it (constructor, input binding).</summary>
    Starting,

    /// <summary>Its code runs. Known to other systems as PROCESSING or in_progress.</summary>
    Running,

    /// <summary>Its code waits for a person, and holds no thread and no slot meanwhile.</summary>
    Waiting,

    /// <summary>The last attempt failed and the next one starts by itself at a known time.</summary>
    Backoff,

    /// <summary>Someone asked it to stop; it has not stopped yet.</summary>
    Cancelling,

    /// <summary>Final: its code returned. Known to other systems as FINISHED or completed.</summary>
    Succeeded,

    /// <summary>Final: its code threw, or it could not be run. Known to other systems as ERROR.</summary>
    Failed,

    /// <summary>Final: it stopped because someone asked for it.</summary>
    Cancelled,

    /// <summary>Final: the person who was asked said no.</summary>
    Declined,

    /// <summary>Final: the process or node that ran it was lost or shut down, and it was not run again.</summary>
    Interrupted,
}
