using System.Text.Json;
using BlazorTasks.Execution;
using BlazorTasks.Journal;
using BlazorTasks.Storage;

namespace BlazorTasks;

/// <summary>
/// One piece of work that is watched: its id, its state, its log, its end. It is the handle that starting gives back,
/// and the only place where the state of a task changes.
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

    private protected MonitoredTask(TaskEngine engine, TaskSnapshot snapshot, TaskWork work)
    {
        Engine = engine;
        Work = work;
        _current = snapshot;
        _published = snapshot;
        _lastEventAt = snapshot.CreatedAt;
    }

    /// <summary>Its id.</summary>
    public TaskId Id => _current.Id;

    /// <summary>The task as everyone may see it: committed, with the newest progress.</summary>
    public TaskSnapshot Snapshot => _published;

    /// <summary>
    /// Ends when the task has ended and that is stored. It throws what the task threw, <see cref="TaskCanceledException"/>
    /// when it was cancelled, and <see cref="TaskInterruptedException"/> when the process was shut down.
    /// </summary>
    public Task Completion => CompletionTask;

    /// <summary>What it was started with, secrets unreadable; null for a lambda, and where it is no longer at hand: then read it with <see cref="TaskMonitor.ReadAsync"/>.</summary>
    public JsonElement? Input => Work.Input;

    internal TaskEngine Engine { get; }

    internal TaskWork Work { get; private protected set; }

    internal TaskPolicy Policy => Work.Policy;

    internal TaskState State => _current.State;

    /// <summary>Grows when the task goes back to what is stored of it: what was to follow meanwhile has no place any more.</summary>
    internal int Branch { get; private set; }

    private protected abstract Task CompletionTask { get; }

    /// <summary>Asks the task to stop.</summary>
    /// <param name="by">Who asks; shown to everyone who looks at the task.</param>
    /// <returns>Whether it was accepted, and if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> CancelAsync(string? by = null) =>
        await RefuseIfUnavailableAsync().ConfigureAwait(false) ?? await CancelNowAsync(by).ConfigureAwait(false);

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

    /// <summary>Appends an event if the lifecycle allows it. Every change of a task goes through here.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="committed">Completed when the event is durable.</param>
    /// <param name="attempt">The attempt whose code caused it; refused when that is no longer the current one.</param>
    internal bool TryAppend(TaskEvent happened, TaskCompletionSource? committed = null, Attempt? attempt = null)
    {
        lock (_gate)
        {
            if (!AppendIfAllowed(happened, committed, attempt))
            {
                return false;
            }
        }

        Engine.OnAppended(this, happened);
        return true;
    }

    /// <summary>Appends the first event, which has no state before it.</summary>
    internal void AppendCreated(TaskCreated created, TaskCompletionSource? committed)
    {
        _isNew = true;
        Engine.Journal.Add(new JournalEntry(this, created, _current, committed));
    }

    /// <summary>Takes a queued task for this node: its code starts as soon as that is stored.</summary>
    internal bool TryClaim() => TryAppend(new TaskStarting(Engine.Options.Node, _current.Attempt + 1));

    /// <summary>Makes a command durable.</summary>
    internal async Task<CommandResult> AcceptAsync(TaskEvent happened)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryAppend(happened, committed))
        {
            return CommandResult.AlreadyFinal(_current);
        }

        return await StoredAsync(committed.Task).ConfigureAwait(false);
    }

    /// <summary>Why a command may not change the task now, or null. A moment's trouble of the store is waited out.</summary>
    internal async ValueTask<CommandResult?> RefuseIfUnavailableAsync() =>
        await Engine.Journal.CircuitBreaker.WaitUntilAvailableAsync().ConfigureAwait(false) is { } since ? CommandResult.Unavailable(_published, since, Engine.Journal.CircuitBreaker.IsFull) : null;

    /// <summary>What to say of a command that was given to the journal.</summary>
    private async Task<CommandResult> StoredAsync(Task committed)
    {
        try
        {
            return await Engine.Journal.CircuitBreaker.IsStoredAsync(committed).ConfigureAwait(false) ? CommandResult.Accepted(_published) : CommandResult.NotKnownYet(_published);
        }
        catch (TaskStoreException gone)
        {
            return CommandResult.Gone(_published, gone.Message);
        }
    }

    /// <summary>The code did not stop when it had to: the task goes on without it, and what it still does is refused.</summary>
    internal void Abandon(Attempt attempt, TaskEvent end)
    {
        lock (_gate)
        {
            if (attempt.Outcome is not null || !_current.State.IsUnderWay())
            {
                return; // it came to its end in the meantime
            }

            if (!AppendIfAllowed(end, null, attempt) && !AppendIfAllowed(end = new TaskCancelled(TaskReason.Abandoned, null), null, attempt))
            {
                return;
            }

            attempt.Context.Live.Close();
            Engine.OnOrphaned(attempt);
            _attempt = null;
        }

        Engine.OnAppended(this, end);
    }

    /// <summary>Called by the journal, in order, when an entry is durable: now it may be seen, and now it has its effect.</summary>
    internal void OnCommitted(in JournalEntry entry)
    {
        _isNew = false;
        Publish(entry.After);
        Engine.Commits.Notify(_published, entry.Event); // not as it was appended: newer progress may have been shown since
        Touch();
        switch (entry.Event)
        {
            case TaskStarting:
                _attempt?.Launch();
                break;
            case CancelRequested:
                _attempt?.Cancel();
                break;
            case PromptAnswered or PromptExpired:
                _attempt?.Prompts.OnCommitted(entry.Event);
                break;
            case TaskDismissed:
                Engine.Forget(this);
                break;
            case { NextState: { } state } when state.IsFinal():
                Engine.OnFinished(this);
                Complete(_published, _attempt?.Outcome);
                break;
        }
    }

    /// <summary>Another process runs the task now: its code is stopped here, and nobody finds it here any more.</summary>
    internal void OnOwnershipLost()
    {
        Leave(_attempt);
        Engine.Forget(this);
        Break(new TaskInterruptedException($"{_published.Name} was taken over by another process, or removed. What became of it is in the history."));
    }

    /// <summary>There is no store, so nothing of it is stored and its code is never begun.</summary>
    internal void OnNotOpened(TaskStoreException problem)
    {
        Leave(_attempt);
        Engine.Forget(this);
        Break(problem);
    }

    /// <summary>What was to be stored of it never can be: its code is stopped, and it fails from where it is stored. What never was stored is gone.</summary>
    internal void OnSetAside(TaskStoreException problem)
    {
        Attempt? attempt;
        bool fails;
        lock (_gate)
        {
            Branch++;
            (attempt, _attempt, _current, _unsaved) = (_attempt, null, _published, false);
            fails = !_isNew && !_wasSetAside && !_current.State.IsFinal();
            _wasSetAside = true;
            if (fails)
            {
                Append(new TaskFailed(TaskReason.NotStorable, new TaskError(nameof(TaskReason.NotStorable), problem.Message)));
            }
        }

        Leave(attempt);
        if (!fails)
        {
            Engine.Forget(this);
            Break(problem);
        }
    }

    /// <summary>Stops code whose task goes on without it. Code that was never begun never will be.</summary>
    private static void Leave(Attempt? attempt)
    {
        if (attempt is not null && !attempt.TryDiscard())
        {
            attempt.Context.Live.Close();
            attempt.Cancel();
        }
    }

    /// <summary>Ends the handle without an end of the task.</summary>
    private protected abstract void Break(Exception error);

    private protected abstract void Complete(TaskSnapshot final, AttemptOutcome? outcome);

    private bool AppendIfAllowed(TaskEvent happened, TaskCompletionSource? committed, Attempt? attempt)
    {
        if (!Lifecycle.Allows(_current.State, happened) || (attempt is not null && attempt != _attempt))
        {
            return false;
        }

        if (happened.NextState is not null)
        {
            TakeLive(leaving: true);
        }

        Append(happened, committed);
        return true;
    }

    private void Append(TaskEvent happened, TaskCompletionSource? committed = null)
    {
        var now = Engine.Time.UtcMicros();
        _lastEventAt = now > _lastEventAt ? now : _lastEventAt;
        happened.Stamp(_current.Seq + 1, _lastEventAt, happened is TaskStarting ? _current.Epoch + 1 : _current.Epoch);
        happened.Prepare();
        _current = _current.Apply(happened);
        if (happened is TaskStarting)
        {
            _attempt = new Attempt(this, _current);
            Engine.OnClaimed(_attempt);
        }

        var entry = new JournalEntry(this, happened, _current, committed);
        if (happened is TaskRunning)
        {
            Engine.Journal.AppendSoon(entry); // that its code was entered: many are at their end, or ask, in the next moment
        }
        else
        {
            Engine.Journal.Append(entry);
        }
    }

    private void Publish(TaskSnapshot committed)
    {
        lock (_gate)
        {
            var newerLive = !ReferenceEquals(committed, _current) && committed.Attempt == _published.Attempt && !committed.State.IsFinal();
            _published = newerLive ? committed.Report(_published.Progress, _published.Status) : committed;
        }
    }
}
