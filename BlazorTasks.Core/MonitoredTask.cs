using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks;

/// <summary>
/// A single monitored piece of work: its id, state, log and outcome. It is the handle returned when a task is started, and
/// the only place where a task's state changes.
/// </summary>
public abstract partial class MonitoredTask
{
    private readonly Lock _gate = new();
    private TaskSnapshot _current;
    private TaskSnapshot? _shown;
    private volatile TaskSnapshot _published;
    private Attempt? _attempt;
    private DateTimeOffset _lastEventAt;
    private bool _isNew;
    private bool _wasSetAside;

    private protected MonitoredTask(TaskRuntime runtime, TaskSnapshot snapshot, TaskWork work)
    {
        Runtime = runtime;
        Work = work;
        _current = snapshot;
        _published = snapshot;
        _lastEventAt = LatestTime(snapshot);
    }

    /// <summary>Gets the task's id.</summary>
    public TaskId Id => _current.Id;

    /// <summary>Gets the latest visible snapshot: the committed state with the newest progress.</summary>
    public TaskSnapshot Snapshot => _published;

    /// <summary>
    /// Gets a task that completes when this task has finished and its outcome is stored. It rethrows the exception of the
    /// task's code, throws <see cref="TaskCanceledException"/> if the task was cancelled, and
    /// <see cref="TaskInterruptedException"/> if the process was shut down.
    /// </summary>
    public Task Completion => CompletionTask;

    /// <summary>
    /// The input with its secrets encrypted. Null for a lambda, or when the input is no longer in memory: read it with
    /// <see cref="TaskMonitor.ReadAsync"/>.
    /// </summary>
    public JsonElement? Input => Work.Input;

    internal TaskRuntime Runtime { get; }

    internal TaskWork Work { get; private protected set; }

    internal TaskPolicy Policy => Work.Policy;

    /// <summary>The value for which the concurrency limit counts separately, or null.</summary>
    internal string? LimitKey => Work.LimitKey;

    internal TaskState State => _current.State;

    internal int Epoch => _current.Epoch;

    /// <summary>
    /// Incremented when the task is rolled back to its stored state, which invalidates entries that are still pending.
    /// </summary>
    internal int Branch { get; private set; }

    private protected abstract Task CompletionTask { get; }

    /// <summary>Requests cancellation of the task.</summary>
    /// <param name="by">Who requests it. Shown to everyone who views the task.</param>
    /// <returns>Whether the request was accepted and, if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> CancelAsync(string? by = null) =>
        await Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(_published).ConfigureAwait(false)
            ?? await (_isElsewhere ? CancelElsewhereAsync(by) : CancelNowAsync(by)).ConfigureAwait(false);

    private Task<CommandResult> CancelNowAsync(string? by)
    {
        lock (_gate)
        {
            return _current.State switch
            {
                TaskState.Scheduled or TaskState.Queued or TaskState.Backoff => AcceptAsync(new TaskCancelled(TaskReason.ByUser, by)),
                TaskState.Waiting when _current.Prompt is { HoldsCode: false } => AcceptAsync(new TaskCancelled(TaskReason.ByUser, by)),
                TaskState.Starting or TaskState.Running or TaskState.Waiting => AcceptAsync(new CancelRequested(by)),
                TaskState.Cancelling => Task.FromResult(CommandResult.AlreadyAsked(_current)),
                _ => Task.FromResult(CommandResult.AlreadyFinal(_current)),
            };
        }
    }

    /// <summary>Changes the priority of the task, as long as it has not started.</summary>
    internal async Task<CommandResult> SetPriorityAsync(int priority, string? by) =>
        await Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(_published).ConfigureAwait(false)
            ?? await SetPriorityNowAsync(new PriorityChanged(priority, by)).ConfigureAwait(false);

    /// <remarks>Without the lock of this task: the queue, which reorders it, takes its own before those of tasks.</remarks>
    private Task<CommandResult> SetPriorityNowAsync(PriorityChanged change) => _current switch
    {
        { Priority: var same } task when same == change.Priority => Task.FromResult(CommandResult.Accepted(task)),
        { State: TaskState.Scheduled or TaskState.Queued or TaskState.Backoff } => AcceptAsync(change),
        { State: var state } task when state.IsFinal() => Task.FromResult(CommandResult.AlreadyFinal(task)),
        var task => Task.FromResult(CommandResult.NotNow(
            task, $"{task.Name} is {task.State}. The priority can only be changed until a task starts.")),
    };

    /// <summary>Appends an event if the lifecycle allows it. Every change of a task goes through this method.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="committed">Completed when the event is durable.</param>
    /// <param name="attempt">The attempt that caused the event. The event is rejected if that attempt is no longer current.</param>
    internal bool TryAppend(TaskEvent taskEvent, TaskCompletionSource? committed = null, Attempt? attempt = null)
    {
        lock (_gate)
        {
            if (!AppendIfAllowed(taskEvent, committed, attempt))
            {
                return false;
            }
        }

        Runtime.Router.OnAppended(this, taskEvent);
        return true;
    }

    /// <summary>Appends the first event of a task.</summary>
    internal void AppendCreated(TaskCreated created, TaskCompletionSource? committed)
    {
        _isNew = true;
        Runtime.Journal.Add(new JournalEntry(this, created, _current, committed));
    }

    /// <summary>Claims a queued task for this node. Its code starts as soon as the claim is stored.</summary>
    internal bool TryClaim() => TryAppend(new TaskStarting(Runtime.Options.Node, _current.Attempt + 1));

    /// <summary>Makes a command durable.</summary>
    internal async Task<CommandResult> AcceptAsync(TaskEvent taskEvent)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryAppend(taskEvent, committed))
        {
            return CommandResult.AlreadyFinal(_current);
        }

        return await StoredAsync(committed.Task).ConfigureAwait(false);
    }

    /// <summary>Returns the result of a command that was handed to the journal.</summary>
    private async Task<CommandResult> StoredAsync(Task committed)
    {
        try
        {
            return await Runtime.Journal.CircuitBreaker.IsStoredAsync(committed).ConfigureAwait(false)
                ? CommandResult.Accepted(_published)
                : CommandResult.NotKnownYet(_published);
        }
        catch (TaskStoreException error)
        {
            return CommandResult.NotFound(_published, error.Message);
        }
    }

    /// <summary>Continues without code that did not stop in time. Its further output is rejected.</summary>
    internal void Abandon(Attempt attempt, TaskEvent end)
    {
        lock (_gate)
        {
            if (attempt.Outcome is not null || !_current.State.IsUnderWay())
            {
                return; // it has finished in the meantime
            }

            if (!AppendIfAllowed(end, null, attempt)
                && !AppendIfAllowed(end = new TaskCancelled(TaskReason.Abandoned, null), null, attempt))
            {
                return;
            }

            attempt.Context.Live.Close();
            Runtime.Attempts.OnOrphaned(attempt);
            _attempt = null;
        }

        Runtime.Router.OnAppended(this, end);
    }

    private bool AppendIfAllowed(TaskEvent taskEvent, TaskCompletionSource? committed, Attempt? attempt)
    {
        if (_isElsewhere || !Lifecycle.Allows(_current.State, taskEvent) || (attempt is not null && attempt != _attempt))
        {
            return false;
        }

        if (taskEvent.NextState is not null)
        {
            TakeLive(leaving: true);
        }

        Append(taskEvent, committed);
        return true;
    }

    private void Append(TaskEvent taskEvent, TaskCompletionSource? committed = null)
    {
        var now = Runtime.Time.UtcMicros();
        _lastEventAt = now > _lastEventAt ? now : _lastEventAt;
        taskEvent.Stamp(_current.Seq + 1, _lastEventAt, taskEvent is TaskStarting ? _current.Epoch + 1 : _current.Epoch);
        taskEvent.Prepare();
        _current = _current.Apply(taskEvent);
        if (taskEvent is TaskStarting)
        {
            _attempt = new Attempt(this, _current);
            Runtime.Attempts.OnClaimed(_attempt);
        }

        var entry = new JournalEntry(this, taskEvent, _current, committed);
        if (taskEvent is TaskRunning)
        {
            Runtime.Journal.AppendSoon(entry); // batched with what follows: many tasks finish or open a prompt right after they start
        }
        else
        {
            Runtime.Journal.Append(entry);
        }
    }
}
