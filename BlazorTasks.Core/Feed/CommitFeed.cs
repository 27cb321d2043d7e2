using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

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

    public void Notify(TaskSnapshot task, TaskEvent? taskEvent)
    {
        if (taskEvent is null)
        {
            return;
        }

        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.OnEvent(task, taskEvent);
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

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, (all, mine) => all.Remove(mine), this);
    }
}
