using System.Collections.Concurrent;
using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks.Cluster;

/// <summary>
/// Carries out commands for tasks that this process does not run: by the node that owns the task, or here if the task waits
/// for a node. A command is stored, the owner replies in the store, and hints make both look at once.
/// </summary>
internal sealed partial class CommandRouter(ITaskCluster cluster, TaskRuntime runtime, Rehydration rehydration, ILogger log)
{
    /// <summary>How long to wait for a hint before looking into the store anyway.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan MoveInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>The commands of other nodes, and whether each has been carried out.</summary>
    private readonly ConcurrentDictionary<long, bool> _received = new();

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

    /// <summary>Carries out the commands that other nodes have sent to this one.</summary>
    /// <remarks>
    /// A command is remembered until it has been looked for after its reply, so that one that is found right before it gets its
    /// reply is not carried out twice.
    /// </remarks>
    public async Task ReceiveAsync(CancellationToken stop)
    {
        var replied = _received.Where(one => one.Value).Select(one => one.Key).ToList();
        foreach (var sent in await cluster.ReceiveAsync(stop).ConfigureAwait(false))
        {
            if (_received.TryAdd(sent.Number, false))
            {
                _ = CarryOutAsync(sent);
            }
        }

        replied.ForEach(number => _received.TryRemove(number, out _));
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
        var number = await cluster.SendAsync(id, at, TaskJson.WritePart(command), CancellationToken.None).ConfigureAwait(false);
        var signal = _waiting.GetOrAdd(number, _ => new Signal());
        try
        {
            while (!timeout.IsCancellationRequested)
            {
                if (await cluster.ReadReplyAsync(number, CancellationToken.None).ConfigureAwait(false) is { } text)
                {
                    var reply = TaskJson.ReadPart<NodeReply>(text);
                    return reply.Outcome is { } outcome
                        ? reply.ToResult(outcome, await runtime.Store.FindAsync(id, CancellationToken.None).ConfigureAwait(false))
                        : null;
                }

                using var wait = CancellationTokenSource.CreateLinkedTokenSource(timeout);
                wait.CancelAfter(PollInterval);
                await signal.WaitAsync(wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _waiting.TryRemove(number, out _);
            Delete(number);
        }

        return null;
    }

    /// <summary>A command that is not deleted because of an error is deleted with those whose sender is gone.</summary>
    private void Delete(long number) => _ = cluster.DeleteCommandAsync(number, CancellationToken.None)
        .ContinueWith(deleted => _ = deleted.Exception, TaskScheduler.Default);

    private async Task CarryOutAsync(SentCommand sent)
    {
        try
        {
            var command = TaskJson.ReadPart<NodeCommand>(sent.Command);
            ActionOrigin.Current = command.Origin;
            var reply = runtime.Live.FindOwned(sent.TaskId) is { } live && live.Epoch >= sent.Epoch
                ? NodeReply.Of(await Execute(live, command).ConfigureAwait(false))
                : NodeReply.Moved;
            await cluster.ReplyAsync(sent.Number, TaskJson.WritePart(reply), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nothing awaits this; the sender reports that there was no reply
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotCarriedOut(error, sent.Number, sent.TaskId);
        }
        finally
        {
            _received[sent.Number] = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {Number} of another node for task {Task} could not be carried out")]
    private partial void LogNotCarriedOut(Exception error, long number, TaskId task);
}
