using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks.Cluster;

/// <summary>
/// Carries out commands for tasks that this process does not run: by the node that owns the task, or here if the task waits
/// for a node. A command is stored, and delivered directly if possible; otherwise hints make the owner look at once, and the
/// sender when the reply is stored.
/// </summary>
internal sealed class CommandRouter(ITaskCluster cluster, TaskRuntime runtime, Rehydration rehydration)
{
    /// <summary>How long to wait for a hint before looking into the store anyway.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan MoveInterval = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<long, Signal> _waiting = new();

    /// <summary>Carries out a command for a task that this node owns.</summary>
    public required Func<MonitoredTask, NodeCommand, Task<CommandResult>> Execute { private get; init; }

    /// <summary>Runs a command wherever its task is.</summary>
    /// <returns>The result, or null if the task does not exist or has finished.</returns>
    public async Task<CommandResult?> RunAsync(TaskId id, NodeCommand command)
    {
        using var timeout = new CancellationTokenSource(runtime.Options.CommandTimeout, runtime.Time);
        while (!timeout.IsCancellationRequested)
        {
            if (runtime.Live.FindOwned(id) is { } live)
            {
                return await Execute(live, command).ConfigureAwait(false);
            }

            var at = await cluster.LocateAsync(id, CancellationToken.None).ConfigureAwait(false);
            if (at is null or { IsFinal: true })
            {
                return null;
            }

            var result = at switch
            {
                { NodeId: null } => await RunWaitingAsync(id, command).ConfigureAwait(false),
                { IsHere: true } => null, // it is about to start here
                _ => await AskAsync(id, at, command, timeout.Token).ConfigureAwait(false),
            };
            if (result is not null)
            {
                return result;
            }

            await Task.Delay(MoveInterval).ConfigureAwait(false); // it has just moved
        }

        var task = await runtime.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
        return task is null ? null : CommandResult.NoReply(task);
    }

    /// <summary>Wakes those who wait for replies.</summary>
    public void OnReplies()
    {
        foreach (var signal in _waiting.Values)
        {
            signal.Set();
        }
    }

    /// <summary>A task that waits for a node is changed here, unless a node claims it first.</summary>
    private async Task<CommandResult?> RunWaitingAsync(TaskId id, NodeCommand command)
    {
        if (await runtime.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        var result = command.Kind switch
        {
            NodeCommandKind.Report => null, // a node is about to claim it
            NodeCommandKind.Cancel => await rehydration.Rehydrate(stored).CancelAsync(command.By).ConfigureAwait(false),
            NodeCommandKind.SetPriority =>
                await rehydration.RehydrateWaiting(stored).SetPriorityAsync(command.Priority, command.By).ConfigureAwait(false),
            _ => CommandResult.NotNow(stored, $"{stored.Name} is {stored.State}. This is possible only while it runs."),
        };
        return result?.Outcome is CommandOutcome.NotFound or CommandOutcome.AlreadyFinal ? null : result; // it has moved
    }

    /// <summary>Sends a command to the node that owns the task.</summary>
    /// <returns>The result, or null if the node no longer owned the task, or did not reply in time.</returns>
    private async Task<CommandResult?> AskAsync(TaskId id, TaskLocation at, NodeCommand command, CancellationToken timeout)
    {
        var text = TaskJson.WritePart(command);
        var isLinked = cluster.Link.Reaches(at.NodeId!.Value);
        var number = await cluster.SendAsync(id, at, text, notifies: !isLinked, CancellationToken.None).ConfigureAwait(false);
        try
        {
            var delivered = isLinked
                ? await DeliverAsync(at.NodeId.Value, new SentCommand(number, id, at.Epoch, text), timeout).ConfigureAwait(false)
                : null;
            if ((delivered ?? await WaitForReplyAsync(number, timeout).ConfigureAwait(false)) is not { } answer)
            {
                return null;
            }

            return await ReadAsync(id, answer).ConfigureAwait(false);
        }
        finally
        {
            Delete(number);
        }
    }

    private async Task<CommandResult?> ReadAsync(TaskId id, string answer)
    {
        var reply = TaskJson.TryReadPart<NodeReply>(answer);
        if (reply is { Outcome: null })
        {
            return null;
        }

        var task = reply?.Task ?? await runtime.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
        return reply is { Outcome: { } outcome } ? reply.ToResult(outcome, task)
            : task is null ? null
            : CommandResult.NoReply(task); // it may have been carried out
    }

    /// <summary>Delivers a command directly. If that brings no reply, the node is made to look into the store.</summary>
    private async Task<string?> DeliverAsync(Guid node, SentCommand command, CancellationToken timeout)
    {
        var reply = await cluster.Link.DeliverAsync(node, command, timeout).ConfigureAwait(false);
        if (reply is null)
        {
            cluster.Notify(ClusterHint.Commands);
        }

        return reply;
    }

    /// <summary>Waits until the reply to a command is stored.</summary>
    /// <returns>The reply, or null if there was none in time.</returns>
    private async Task<string?> WaitForReplyAsync(long number, CancellationToken timeout)
    {
        var signal = _waiting.GetOrAdd(number, _ => new Signal());
        try
        {
            while (!timeout.IsCancellationRequested)
            {
                if (await cluster.ReadReplyAsync(number, CancellationToken.None).ConfigureAwait(false) is { } reply)
                {
                    return reply;
                }

                using var wait = CancellationTokenSource.CreateLinkedTokenSource(timeout);
                wait.CancelAfter(PollInterval);
                await signal.WaitAsync(wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }

        return null;
    }

    /// <summary>A command that is not deleted because of an error is deleted with those whose sender is gone.</summary>
    private void Delete(long number) => _ = cluster.DeleteCommandAsync(number, CancellationToken.None)
        .ContinueWith(deleted => _ = deleted.Exception, TaskScheduler.Default);
}
