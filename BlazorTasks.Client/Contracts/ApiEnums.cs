namespace BlazorTasks.Client;

/// <summary>The state of a task.</summary>
public enum ApiTaskState
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

/// <summary>Why a task ended, in addition to its final state.</summary>
public enum ApiTaskReason
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

    /// <summary>Failed: the result is larger than MaxResultBytes.</summary>
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

/// <summary>The state of a node as known to the store.</summary>
public enum ApiNodeState
{
    /// <summary>The node sent a heartbeat recently.</summary>
    Healthy,

    /// <summary>The node starts no more tasks, and finishes those that it runs.</summary>
    Draining,

    /// <summary>The node has not stopped, but has not sent a heartbeat for some time.</summary>
    Unresponsive,

    /// <summary>The node was shut down.</summary>
    Stopped,

    /// <summary>The node ended unexpectedly, as detected by the node that started after it.</summary>
    Lost,
}

/// <summary>An action that a person can perform on a task.</summary>
public enum ApiAuditAction
{
    /// <summary>Started the task.</summary>
    Start,

    /// <summary>Requested cancellation.</summary>
    Cancel,

    /// <summary>Requested a pause.</summary>
    Pause,

    /// <summary>Answered a prompt.</summary>
    Answer,

    /// <summary>Retried the task.</summary>
    Retry,

    /// <summary>Dismissed the task from the list of active tasks.</summary>
    Dismiss,

    /// <summary>Deleted the task from the history. This entry is all that remains of it.</summary>
    Remove,

    /// <summary>
    /// Performed an action on many tasks at once. The name of the entry says which, on how many, and how many were skipped.
    /// </summary>
    Bulk,

    /// <summary>Created a schedule.</summary>
    CreateSchedule,

    /// <summary>Changed a schedule.</summary>
    ChangeSchedule,

    /// <summary>Paused a schedule.</summary>
    PauseSchedule,

    /// <summary>Resumed a schedule.</summary>
    ResumeSchedule,

    /// <summary>Skipped the next run of a schedule.</summary>
    SkipRun,

    /// <summary>Ran a schedule now, out of turn: started the task.</summary>
    RunSchedule,

    /// <summary>Deleted a schedule. Its tasks stay in the history.</summary>
    DeleteSchedule,

    /// <summary>Created an API key. The name of the entry is that of the key.</summary>
    CreateKey,

    /// <summary>Revoked an API key. The name of the entry is that of the key.</summary>
    RevokeKey,

    /// <summary>Was not allowed to do what only administrators may. The name of the entry says what.</summary>
    Administer,

    /// <summary>Drained a node: it starts no more tasks.</summary>
    DrainNode,

    /// <summary>Made a drained node start tasks again.</summary>
    UndrainNode,

    /// <summary>Changed the priority of the task.</summary>
    Prioritize,

    /// <summary>Signed in, or tried to. The name of the entry says from where.</summary>
    SignIn,

    /// <summary>Signed out. The name of the entry says from where.</summary>
    SignOut,

    /// <summary>Created an account. The name of the entry says which.</summary>
    CreateAccount,

    /// <summary>Changed an account. The name of the entry says which, and how.</summary>
    ChangeAccount,

    /// <summary>Deleted an account. The name of the entry says which.</summary>
    DeleteAccount,
}

/// <summary>What an API key may be used for.</summary>
public enum ApiKeyScope
{
    /// <summary>Reads the tasks and schedules that its owner sees.</summary>
    Read,

    /// <summary>Starts tasks and uploads files for them.</summary>
    Start,

    /// <summary>Cancels, retries, pauses, resumes and dismisses the tasks that its owner may manage.</summary>
    Act,

    /// <summary>Answers the prompts that its owner may answer.</summary>
    Answer,

    /// <summary>Everything that its owner may do, including what only administrators may.</summary>
    Admin,

    /// <summary>Shows the tasks of one owner in the compact format, as a part of its URLs. It cannot be combined with others.</summary>
    Client,
}

/// <summary>The kind of prompt, which determines how it is displayed.</summary>
public enum ApiPromptKind
{
    /// <summary>A yes/no question.</summary>
    Confirm,

    /// <summary>A form.</summary>
    Input,

    /// <summary>A choice of one of several options.</summary>
    Choice,

    /// <summary>Whether to retry after a failure. The attempt has ended; no code is waiting.</summary>
    Retry,

    /// <summary>The task is paused and waits to be resumed.</summary>
    Pause,
}

/// <summary>The status of a prompt.</summary>
public enum ApiPromptStatus
{
    /// <summary>The prompt is waiting for its answer.</summary>
    Open,

    /// <summary>The prompt was answered.</summary>
    Answered,

    /// <summary>The prompt expired, and its default answer was used.</summary>
    Default,

    /// <summary>The prompt expired without a default answer.</summary>
    Expired,

    /// <summary>Cancellation of its task was requested.</summary>
    Closed,
}

/// <summary>What happens when a task's code throws an exception.</summary>
public enum ApiOnError
{
    /// <summary>The task is retried automatically with an increasing delay, as long as attempts remain.</summary>
    RetryAutomatically,

    /// <summary>A person is asked whether to retry, as long as attempts remain.</summary>
    AskToRetry,

    /// <summary>The task fails, even if attempts remain.</summary>
    Fail,
}

/// <summary>Extension methods for the state of a task.</summary>
public static class ApiTaskStates
{
    /// <summary>Returns whether this is a final state.</summary>
    public static bool IsFinal(this ApiTaskState state) => state >= ApiTaskState.Succeeded;
}

/// <summary>What happens to an occurrence on a holiday.</summary>
public enum ApiOnHoliday
{
    /// <summary>There is no run.</summary>
    Skip,

    /// <summary>It moves to the same time on the next day that is not a holiday.</summary>
    Move,
}

/// <summary>What happens to runs that were missed: due more than a minute ago, while no process was running.</summary>
public enum ApiOnMissed
{
    /// <summary>The latest is run, once, now.</summary>
    Once,

    /// <summary>Each is run, one after the other.</summary>
    All,

    /// <summary>None is run.</summary>
    None,

    /// <summary>A person is asked.</summary>
    Ask,
}

/// <summary>What happens if a run is due while an earlier run of the same schedule is unfinished.</summary>
public enum ApiOnOverlap
{
    /// <summary>The new run is skipped.</summary>
    Skip,

    /// <summary>The new run waits until the earlier one has finished. At most one waits.</summary>
    Queue,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The earlier one is cancelled.</summary>
    CancelOlder,
}

/// <summary>Who or what paused a schedule.</summary>
public enum ApiPauseCause
{
    /// <summary>A person.</summary>
    Person,

    /// <summary>Failures in a row.</summary>
    Failures,

    /// <summary>Something about it is no longer valid: its definition, input, time zone or calendar.</summary>
    Invalid,
}
