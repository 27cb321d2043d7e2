using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks;

/// <summary>What the journal calls when an entry is stored, or never will be.</summary>
public abstract partial class MonitoredTask
{
    /// <summary>Publishes a durable entry and applies its effects. Called by the journal, in order.</summary>
    internal void OnCommitted(in JournalEntry entry)
    {
        _isNew = false;
        Publish(entry.After);
        // not the snapshot at the time of appending: newer progress may have been shown since
        Runtime.Commits.Notify(_published, entry.Event);
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
                _attempt?.PromptsSoFar?.OnCommitted(entry.Event);
                break;
            case TaskDismissed:
                Runtime.Live.Remove(this);
                break;
            case { NextState: { } state } when state.IsFinal():
                Runtime.Router.OnFinished(this);
                Runtime.Live.Remove(this);
                Complete(_published, _attempt?.Outcome);
                break;
        }

        Runtime.Cluster?.OnCommitted(waits: WaitsForAnyNode(entry.After) && TryRelease(entry.After));
    }

    /// <summary>
    /// Stops the code because another process has taken ownership of the task, or was faster. The handle follows the task to
    /// its end if several processes use the store.
    /// </summary>
    internal void OnOwnershipLost()
    {
        Attempt? attempt;
        bool follows;
        lock (_gate)
        {
            Branch++;
            follows = Runtime.Cluster is not null && !_isNew;
            (attempt, _attempt, _current, _unsaved, _isElsewhere) = (_attempt, null, _published, false, follows);
            if (follows)
            {
                Runtime.Live.Follow(this);
            }
        }

        Leave(attempt);
        Runtime.Router.OnFinished(this);
        if (follows)
        {
            Runtime.Cluster!.Refresh(this);
        }
        else
        {
            OnDeleted();
        }
    }

    /// <summary>Fails the handle because the store cannot be opened. Nothing is stored, and the code never starts.</summary>
    internal void OnNotOpened(TaskStoreException problem)
    {
        Leave(_attempt);
        Runtime.Live.Remove(this);
        Break(problem);
    }

    /// <summary>
    /// Stops the code and fails the task from its last stored state because an entry can never be stored. A task that was
    /// never stored is discarded.
    /// </summary>
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
            Runtime.Live.Remove(this);
            Break(problem);
        }
    }

    /// <summary>Stops code that the task no longer depends on. Code that has not started never will.</summary>
    private static void Leave(Attempt? attempt)
    {
        if (attempt is not null && !attempt.TryDiscard())
        {
            attempt.Context.Live.Close();
            attempt.Cancel();
        }
    }

    /// <summary>Completes the handle although the task itself has not finished.</summary>
    private protected abstract void Break(Exception error);

    private protected abstract void Complete(TaskSnapshot final, AttemptOutcome? outcome);

    private void Publish(TaskSnapshot committed)
    {
        lock (_gate)
        {
            if (committed.Epoch < _published.Epoch)
            {
                return; // it was stored before this process claimed the task
            }

            var newerLive = !ReferenceEquals(committed, _current) && committed.Attempt == _published.Attempt && !committed.State.IsFinal();
            _published = newerLive ? committed.Report(_published) : committed;
        }
    }
}
