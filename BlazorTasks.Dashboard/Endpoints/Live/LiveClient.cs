using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// A client and its queue of pending messages. Messages are shared between clients. A client that falls too far behind is
/// disconnected.
/// </summary>
internal sealed class LiveClient
{
    private readonly Channel<LiveMessage> _queue = Channel.CreateUnbounded<LiveMessage>(
        new UnboundedChannelOptions { SingleReader = true });
    private volatile bool _isOverrun;
    private int _messages;
    private long _bytes;

    private readonly DashboardOptions _limits;

    private readonly Person _person;
    private readonly TaskFilter _filter;

    private LiveClient(Person person, TaskId? task, TaskFilter filter, DashboardOptions limits) =>
        (_person, Task, _filter, _limits) = (person, task, filter, limits);

    /// <summary>Gets the single task that the client follows, or null for all tasks that match its filter.</summary>
    public TaskId? Task { get; }

    public static LiveClient Of(Person person, TaskId task, DashboardOptions limits) => new(person, task, TaskFilter.None, limits);

    public static LiveClient Of(Person person, TaskFilter filter, DashboardOptions limits) => new(person, null, filter, limits);

    /// <summary>Returns whether the client receives a task: its person may see it, and its filter matches.</summary>
    public bool Receives(TaskSnapshot task) => _person.CanSee(task) && _filter.Matches(task);

    /// <summary>Returns whether the client would receive a task if that were in another state, as it may have been before.</summary>
    public bool ReceivesInSomeState(TaskSnapshot task) =>
        _person.CanSee(task) && (_filter.Matches(task) || Enum.GetValues<TaskState>().Any(state => _filter.Matches(task, state)));

    /// <summary>Returns whether the client receives a message.</summary>
    public bool Receives(LiveMessage message) => (message.Task is not { } task || _person.CanSee(task)) && message.Matches(_filter);

    public void OfferIfReceived(LiveMessage message)
    {
        if (Receives(message))
        {
            Offer(message);
        }
    }

    public void Offer(LiveMessage message)
    {
        var isLate = Interlocked.Increment(ref _messages) > _limits.MaxQueuedMessages;
        var before = Interlocked.Add(ref _bytes, message.Json.Length) - message.Json.Length;
        if (isLate || before >= _limits.MaxQueuedBytes)
        {
            _isOverrun = true;
            _queue.Writer.TryComplete();
        }
        else
        {
            _queue.Writer.TryWrite(message);
        }
    }

    /// <summary>Waits for pending messages.</summary>
    /// <exception cref="StreamEndedException">The client has fallen too far behind.</exception>
    public async ValueTask WaitAsync(CancellationToken stop)
    {
        if (_isOverrun || !await _queue.Reader.WaitToReadAsync(stop))
        {
            throw StreamEndedException.SlowConsumer();
        }
    }

    public bool TryTake([NotNullWhen(true)] out LiveMessage? message)
    {
        message = null;
        if (_isOverrun || !_queue.Reader.TryRead(out message))
        {
            return false;
        }

        Interlocked.Decrement(ref _messages);
        Interlocked.Add(ref _bytes, -message.Json.Length);
        return true;
    }
}
