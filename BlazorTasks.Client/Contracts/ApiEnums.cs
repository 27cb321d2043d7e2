namespace BlazorTasks.Client;

/// <summary>Where a task is in its life. The names are stored; the allowed moves are in Lifecycle.</summary>
public enum ApiTaskState
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

/// <summary>Why a task ended as it did, beyond its final TaskState.</summary>
public enum ApiTaskReason
{
    /// <summary>Failed: its code threw.</summary>
    Exception,

    /// <summary>Failed: it took longer than its definition allows.</summary>
    Timeout,

    /// <summary>Failed: its constructor, its services or its input could not be prepared.</summary>
    BadParameters,

    /// <summary>Failed: there is no code for it, because its definition is gone or it was a lambda of an earlier process.</summary>
    NoHandler,

    /// <summary>Failed: its result is larger than MaxResultBytes.</summary>
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

/// <summary>How a node is, as far as the store knows.</summary>
public enum ApiNodeState
{
    /// <summary>It gave a sign of life a moment ago.</summary>
    Healthy,

    /// <summary>It has not ended, and has given no sign of life for a while.</summary>
    Unresponsive,

    /// <summary>It stopped as it should.</summary>
    Stopped,

    /// <summary>It ended without telling; the node after it found that.</summary>
    Lost,
}

/// <summary>What people do to tasks.</summary>
public enum ApiAuditAction
{
    /// <summary>They started it.</summary>
    Start,

    /// <summary>They asked it to stop.</summary>
    Cancel,

    /// <summary>They asked it to pause.</summary>
    Pause,

    /// <summary>They answered one of its questions.</summary>
    Answer,

    /// <summary>They had it run once more after it had ended.</summary>
    Retry,

    /// <summary>They took it off the list of active tasks.</summary>
    Dismiss,

    /// <summary>They removed it from the history. This is all that is left of it.</summary>
    Remove,
}

/// <summary>What kind of answer a question wants, and so how it is shown.</summary>
public enum ApiPromptKind
{
    /// <summary>Yes or no.</summary>
    Confirm,

    /// <summary>The fields of a form.</summary>
    Input,

    /// <summary>One of several things.</summary>
    Choice,

    /// <summary>Whether to try again after a failure. The attempt has ended; nothing waits in memory.</summary>
    Retry,

    /// <summary>Nothing: the task was paused, and goes on when someone says so.</summary>
    Pause,
}

/// <summary>What became of a question.</summary>
public enum ApiPromptStatus
{
    /// <summary>It waits for its answer.</summary>
    Open,

    /// <summary>Somebody answered.</summary>
    Answered,

    /// <summary>Nobody answered in time, and its default was taken.</summary>
    Default,

    /// <summary>Nobody answered in time, and it has no default.</summary>
    Expired,

    /// <summary>Its task was asked to stop.</summary>
    Closed,
}

/// <summary>What happens when a task's code throws.</summary>
public enum ApiOnError
{
    /// <summary>It is tried again by itself, after a pause that grows, as long as attempts are left.</summary>
    RetryAutomatically,

    /// <summary>The person is asked whether to try again, as long as attempts are left.</summary>
    AskToRetry,

    /// <summary>It fails, whatever attempts are left.</summary>
    Fail,
}

/// <summary>What follows from the state of a task.</summary>
public static class ApiTaskStates
{
    /// <summary>Whether a task in this state has ended for good.</summary>
    public static bool IsFinal(this ApiTaskState state) => state >= ApiTaskState.Succeeded;
}
