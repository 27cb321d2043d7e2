using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks;

/// <summary>
/// One piece of work that is watched: its id, its state, its log, its end. It is the handle that starting gives back,
/// and the only place where the state of a task changes.
/// </summary>
public abstract partial class MonitoredTask
{
    private static readonly TimeSpan ProgressEventInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly TaskEngine _engine;
    private readonly TaskBody? _body;
    private TaskSnapshot _current;
    private TaskSnapshot? _shown;
    private volatile TaskSnapshot _published;
    private Attempt? _attempt;
    private DateTimeOffset _lastEventAt;
    private DateTimeOffset _lastProgressAt;
    private DateTimeOffset _lastSavedAt;
    private int _touched;
    private bool _unsaved;

    private protected MonitoredTask(TaskEngine engine, TaskSnapshot snapshot, TaskBody? body)
    {
        _engine = engine;
        _body = body;
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

    private protected abstract Task CompletionTask { get; }

    internal TaskEngine Engine => _engine;

    internal TaskBody? Body => _body;

    internal TaskState State => _current.State;

    /// <summary>Asks the task to stop.</summary>
    /// <param name="by">Who asks; shown to everyone who looks at the task.</param>
    /// <returns>Whether it was accepted, and if not, why. Returns after the request is stored.</returns>
    public Task<CommandResult> CancelAsync(string? by = null)
    {
        lock (_gate)
        {
            return _current.State switch
            {
                TaskState.Scheduled or TaskState.Queued or TaskState.Backoff => AcceptAsync(new TaskCancelled(TaskReason.ByUser, by)),
                TaskState.Starting or TaskState.Running or TaskState.Waiting => AcceptAsync(new CancelRequested(by)),
                TaskState.Cancelling => Task.FromResult(CommandResult.AlreadyAsked(_current)),
                _ => Task.FromResult(CommandResult.AlreadyFinal(_current)),
            };
        }
    }

    /// <summary>Appends an event if the lifecycle allows it. Every change of a task goes through here.</summary>
    internal bool TryAppend(TaskEvent happened, TaskCompletionSource? committed = null)
    {
        lock (_gate)
        {
            if (happened.NextState is { } next && !Lifecycle.Allows(_current.State, next))
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
    }

    /// <summary>Appends the first event, which has no state before it.</summary>
    internal void AppendCreated(TaskCreated created, TaskCompletionSource? committed)
    {
        lock (_gate)
        {
            _engine.Journal.Append(new JournalEntry(this, created, _current, committed));
        }
    }

    /// <summary>Takes a queued task for this node: its code starts as soon as that is stored.</summary>
    internal bool TryClaim()
    {
        _engine.OnClaimed(this);
        var claimed = TryAppend(new TaskStarting(_engine.Options.Node, _current.Attempt + 1));
        if (!claimed)
        {
            _engine.OnClaimRefused(this);
        }

        return claimed;
    }

    /// <summary>The process ends: the code is told to stop.</summary>
    internal void Shutdown() => _attempt?.Shutdown();

    /// <summary>The code did not stop when it had to: the task ends without it, and what it still writes is refused.</summary>
    internal void Abandon(TaskEvent end)
    {
        _attempt?.Context.Live.Close();
        _ = TryAppend(end) || TryAppend(new TaskCancelled(TaskReason.Abandoned, null));
    }

    /// <summary>Called by the journal, in order, when an entry is durable: now it may be seen, and now it has its effect.</summary>
    internal void OnCommitted(in JournalEntry entry)
    {
        Publish(entry.After);
        Touch();
        switch (entry.Event)
        {
            case TaskStarting:
                _attempt!.Launch();
                break;
            case CancelRequested:
                _attempt?.Cancel();
                break;
            case TaskDismissed:
                _engine.OnFinished(this);
                break;
            case { NextState: { } state } when state.IsFinal():
                _engine.OnFinished(this);
                Complete(_published, _attempt?.Outcome);
                break;
        }
    }

    private protected abstract void Complete(TaskSnapshot final, AttemptOutcome? outcome);

    internal Task<CommandResult> AcceptAsync(TaskEvent happened)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryAppend(happened, committed) ? Acknowledge(committed.Task) : Task.FromResult(CommandResult.AlreadyFinal(_current));

        async Task<CommandResult> Acknowledge(Task stored)
        {
            await stored.ConfigureAwait(false);
            return CommandResult.Accepted(_published);
        }
    }

    private void Append(TaskEvent happened, TaskCompletionSource? committed = null)
    {
        var now = _engine.Time.UtcMicros();
        _lastEventAt = now > _lastEventAt ? now : _lastEventAt;
        happened.Stamp(_current.Seq + 1, _lastEventAt, happened is TaskStarting ? _current.Epoch + 1 : _current.Epoch);
        _current = _current.Apply(happened);
        if (happened is TaskStarting)
        {
            _attempt = new Attempt(this, _current);
        }

        _engine.Journal.Append(new JournalEntry(this, happened, _current, committed));
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
