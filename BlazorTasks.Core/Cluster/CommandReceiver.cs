using BlazorTasks.Execution;

namespace BlazorTasks.Cluster;

/// <summary>Carries out the commands that other nodes send to this one, whichever way they come.</summary>
internal sealed partial class CommandReceiver(ITaskCluster cluster, TaskRuntime runtime, ILogger log)
{
    private readonly ReceivedCommands _received = new();

    /// <summary>Carries out a command for a task that this node owns.</summary>
    public required Func<MonitoredTask, NodeCommand, Task<CommandResult>> Execute { private get; init; }

    /// <summary>Carries out the commands that other nodes have stored for this one.</summary>
    public async Task ReceiveAsync(CancellationToken stop)
    {
        foreach (var sent in await cluster.ReceiveAsync(stop).ConfigureAwait(false))
        {
            if (_received.TryAdd(sent.Number))
            {
                _ = CarryOutAsync(sent, isDelivered: false);
            }
        }
    }

    /// <summary>Carries out a command that another node has delivered directly.</summary>
    /// <returns>The reply, or null if the command was found in the store before, or could not be carried out.</returns>
    public async Task<string?> ReceiveAsync(SentCommand sent) =>
        _received.TryAdd(sent.Number) ? await CarryOutAsync(sent, isDelivered: true).ConfigureAwait(false) : null;

    private async Task<string?> CarryOutAsync(SentCommand sent, bool isDelivered)
    {
        try
        {
            var text = TaskJson.WritePart(TaskJson.TryReadPart<NodeCommand>(sent.Command) is { } command
                ? await ExecuteAsync(sent, command).ConfigureAwait(false)
                : NodeReply.OfEarlierVersion);
            _ = StoreReplyAsync(sent, text, notifies: !isDelivered);
            return text;
        }
#pragma warning disable CA1031 // the sender reports that there was no reply
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotCarriedOut(error, sent.Number, sent.TaskId);
            _received.Remove(sent.Number);
            return null;
        }
    }

    private async Task<NodeReply> ExecuteAsync(SentCommand sent, NodeCommand command)
    {
        ActionOrigin.Current = command.Origin;
        return runtime.Live.FindOwned(sent.TaskId) is { } live && live.Epoch >= sent.Epoch
            ? NodeReply.Of(await Execute(live, command).ConfigureAwait(false))
            : NodeReply.Moved;
    }

    /// <summary>
    /// A reply that was delivered is stored too: it may get lost on its way, and nobody must carry the command out again.
    /// </summary>
    private async Task StoreReplyAsync(SentCommand sent, string reply, bool notifies)
    {
        try
        {
            await cluster.ReplyAsync(sent.Number, reply, notifies, CancellationToken.None).ConfigureAwait(false);
            _received.OnReplied(sent.Number);
        }
#pragma warning disable CA1031 // nothing awaits this; the command is found again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotCarriedOut(error, sent.Number, sent.TaskId);
            _received.Remove(sent.Number);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Command {Number} of another node for task {Task} could not be carried out")]
    private partial void LogNotCarriedOut(Exception error, long number, TaskId task);
}
