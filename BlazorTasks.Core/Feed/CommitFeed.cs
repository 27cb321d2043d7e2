using System.Collections.Immutable;

namespace BlazorTasks.Feed;

/// <summary>
/// Publishes every event in journal order immediately after its commit, for code that must not miss any. Displays use frames
/// instead.
/// </summary>
internal sealed partial class CommitFeed(ILogger log)
{
    private ImmutableArray<Subscription> _subscriptions = [];

    public IDisposable Subscribe(Action<TaskSnapshot, TaskEvent> onEvent)
    {
        var subscription = new Subscription(this, onEvent);
        ImmutableInterlocked.Update(ref _subscriptions, (all, mine) => all.Add(mine), subscription);
        return subscription;
    }

    /// <summary>Subscribes to what other nodes have committed as well, a little later.</summary>
    public IDisposable SubscribeToAllNodes(Action<TaskSnapshot, TaskEvent> onEvent)
    {
        var subscription = new Subscription(this, onEvent) { IsOfAllNodes = true };
        ImmutableInterlocked.Update(ref _subscriptions, (all, mine) => all.Add(mine), subscription);
        return subscription;
    }

    /// <summary>Gets whether anyone wants to know what other nodes have committed.</summary>
    public bool HasViewers => _subscriptions.Any(one => one.IsOfAllNodes);

    /// <summary>Publishes an event that this process has committed.</summary>
    public void Notify(TaskSnapshot task, TaskEvent? taskEvent)
    {
        if (taskEvent is not null)
        {
            Notify(task, taskEvent, allNodesOnly: false);
        }
    }

    /// <summary>Publishes an event that another node has committed.</summary>
    public void NotifyViewers(TaskSnapshot task, TaskEvent taskEvent) =>
        Notify(task, taskEvent, allNodesOnly: true);

    private void Notify(TaskSnapshot task, TaskEvent taskEvent, bool allNodesOnly)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                if (subscription.IsOfAllNodes || !allNodesOnly)
                {
                    subscription.OnEvent(task, taskEvent);
                }
            }
#pragma warning disable CA1031 // an exception of a subscriber must not affect the journal
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogSubscriberThrew(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber to committed events threw an exception. It remains subscribed")]
    private partial void LogSubscriberThrew(Exception error);

    private sealed class Subscription(CommitFeed feed, Action<TaskSnapshot, TaskEvent> onEvent) : IDisposable
    {
        public Action<TaskSnapshot, TaskEvent> OnEvent { get; } = onEvent;

        public bool IsOfAllNodes { get; init; }

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, (all, mine) => all.Remove(mine), this);
    }
}
