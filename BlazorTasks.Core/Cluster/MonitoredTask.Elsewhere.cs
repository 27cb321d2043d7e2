using BlazorTasks.Cluster;
using BlazorTasks.Execution;

namespace BlazorTasks;

/// <summary>A handle whose task waits for a node, or is run by another one.</summary>
public abstract partial class MonitoredTask
{
    private bool _isElsewhere;

    /// <summary>Whether every node that knows the definition can run the task.</summary>
    internal bool IsForAnyNode => Runtime.Cluster is not null && Work.IsPortable;

    /// <summary>Whether the task, once this state is stored, waits for any node that can run it.</summary>
    internal bool WaitsForAnyNode(TaskSnapshot stored) =>
        stored.State is TaskState.Queued or TaskState.Scheduled or TaskState.Backoff && IsForAnyNode;

    /// <summary>
    /// Continues the task here because this process owns it now. What this process has not stored yet is refused by the store,
    /// such as another claim, which it made while this one was under way.
    /// </summary>
    /// <param name="owned">The task as stored, in its new epoch.</param>
    /// <param name="work">What to run, if that may have changed.</param>
    internal void Adopt(TaskSnapshot owned, TaskWork? work)
    {
        Attempt? refused = null;
        lock (_gate)
        {
            if (_isElsewhere || owned.Epoch > _published.Epoch)
            {
                Branch++;
                (refused, _attempt) = (_attempt, null);
                (_isElsewhere, _unsaved, _logWindow) = (false, false, null);
                (_current, _published, Work) = (owned, owned, work ?? Work);
                _lastEventAt = LatestTime(owned);
                Runtime.Live.Own(this);
            }
        }

        Leave(refused);
    }

    /// <summary>A claimed task that was scheduled for later, or for another attempt, is due.</summary>
    internal void AppendDue()
    {
        lock (_gate)
        {
            if (_current.State is TaskState.Scheduled or TaskState.Backoff)
            {
                AppendIfAllowed(new TaskQueued(), null, null);
            }
        }
    }

    /// <summary>The lease of this process is over: others may take over what it has stored.</summary>
    internal void OnFenced()
    {
        if (!_isNew)
        {
            OnOwnershipLost();
        }
    }

    /// <summary>Follows a task that this process has never owned.</summary>
    internal void FollowElsewhere()
    {
        _isElsewhere = true;
        Runtime.Live.Follow(this);
        Runtime.Cluster!.Refresh(this);
    }

    /// <summary>Shows what another node has done with the task.</summary>
    internal void OnChangedElsewhere(TaskSnapshot stored)
    {
        lock (_gate)
        {
            if (!_isElsewhere || stored.Seq < _published.Seq)
            {
                return;
            }

            (_current, _published) = (stored, stored);
        }

        if (stored.State.IsFinal())
        {
            Runtime.Live.Remove(this);
            _ = CompleteElsewhereAsync(stored);
        }
    }

    /// <summary>The task no longer exists.</summary>
    internal void OnDeleted()
    {
        Runtime.Live.Remove(this);
        Break(new TaskInterruptedException($"{_published.Name} was taken over by another process or deleted. See the history " +
            "for its outcome."));
    }

    /// <summary>Deserializes the result of a task that has run on another node.</summary>
    private protected abstract object? ReadResult(JsonElement result);

    /// <summary>Leaves the task to whichever node claims it, unless it has been changed again.</summary>
    private bool TryRelease(TaskSnapshot stored)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, stored))
            {
                return false;
            }

            _isElsewhere = true;
            Runtime.Live.Follow(this);
            return true;
        }
    }

    private async Task<CommandResult> CancelElsewhereAsync(string? by) =>
        await Runtime.Cluster!.Commands.RunAsync(Id, new NodeCommand(NodeCommandKind.Cancel) { By = by }).ConfigureAwait(false)
            ?? CommandResult.AlreadyFinal(await Runtime.Store.FindAsync(Id, CancellationToken.None).ConfigureAwait(false) ?? _published);

    private async Task CompleteElsewhereAsync(TaskSnapshot final)
    {
        try
        {
            var result = final.HasResult
                ? (await Runtime.Store.MilestonesAsync(Id).ConfigureAwait(false)).OfType<TaskSucceeded>().LastOrDefault()?.Result
                : null;
            var outcome = new AttemptOutcome(new TaskSucceeded(result), result is { } json ? ReadResult(json) : null);
            Complete(final, final.State == TaskState.Succeeded ? outcome : null);
        }
#pragma warning disable CA1031 // whoever waits for the handle must not wait forever
        catch (Exception error)
#pragma warning restore CA1031
        {
            Break(error);
        }
    }

    /// <summary>The time that later events must not precede, as far as the snapshot knows it.</summary>
    private static DateTimeOffset LatestTime(TaskSnapshot task)
    {
        ReadOnlySpan<DateTimeOffset?> times =
            [task.QueuedAt, task.AttemptStartedAt, task.FinishedAt, task.CancelRequestedAt, task.LastLineAt, task.Prompt?.AskedAt];
        var latest = task.CreatedAt;
        foreach (var time in times)
        {
            latest = time > latest ? time.Value : latest;
        }

        return latest;
    }
}
