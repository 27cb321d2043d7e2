using System.Threading.Channels;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Distributes events to the clients of the API. It subscribes to the monitor when the first client connects, and works on
/// its own thread: neither the journal nor the feed ever waits for a client.
/// </summary>
internal sealed partial class LiveHub : IAsyncDisposable
{
    /// <summary>The maximum number of messages that a client may be behind when it switches to live messages.</summary>
    private const int Little = 100;

    /// <summary>With more changes, a client is better served with the unfinished tasks.</summary>
    private const int MostChanged = 2_000;

    private readonly TaskSource _source;
    private readonly SharedPositions _positions;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveHub> _log;
    private readonly Channel<LiveChange> _inbox = Channel.CreateUnbounded<LiveChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string _process = LiveCursor.NewProcess();
    private readonly Lock _gate = new();
    private readonly RecentMessages _recent = new(most: 10_000, mostBytes: 16 * 1024 * 1024);
    private readonly Dictionary<TaskId, TaskSnapshot> _unfinished = [];
    private readonly LiveAudience _audience = new();
    private IDisposable? _events;
    private IDisposable? _frames;
    private Task? _started;
    private Task _loop = Task.CompletedTask;

    public LiveHub(
        TaskSource source,
        SharedPositions positions,
        IOptions<DashboardOptions> options,
        TimeProvider time,
        ILogger<LiveHub> log) =>
        (_source, _positions, Limits, _time, _log) = (source, positions, options.Value, time, log);

    /// <summary>Gets the limits for clients.</summary>
    public DashboardOptions Limits { get; }

    /// <summary>
    /// Subscribes to the monitor, once. From then on no event is missed. If the store cannot be read, this fails, and the
    /// next client retries it.
    /// </summary>
    public Task StartAsync()
    {
        lock (_gate)
        {
            return _started = _started is { IsFaulted: false, IsCanceled: false } begun ? begun : StartCoreAsync();
        }
    }

    /// <summary>Returns whether any client follows this single task.</summary>
    public bool IsFollowed(TaskId task)
    {
        lock (_gate)
        {
            return _audience.Follows(task);
        }
    }

    /// <summary>Formats a position in the stream of all tasks as a cursor.</summary>
    public string CursorOf(long number) => new LiveCursor(_process, number, _positions.Current).ToString();

    /// <summary>
    /// Returns the tasks that have changed since a cursor of another node, as they are now, and the number of the latest event; or
    /// null if that is no longer known.
    /// </summary>
    public async Task<(List<TaskSnapshot> Tasks, long Number)?> ChangedAsync(LiveCursor cursor, LiveClient client, CancellationToken stop)
    {
        long number; // from before the changes are read
        lock (_gate)
        {
            number = _recent.Last;
        }

        return cursor is { Position: { } position } && await _positions.ChangedSinceAsync(position, MostChanged, stop) is { } changed
            ? ([.. changed.Where(client.ReceivesInSomeState)], number)
            : null;
    }

    /// <summary>
    /// Returns the position of a cursor, or null if it is no longer available: it belongs to another process, or is too old.
    /// </summary>
    public long? PlaceOf(LiveCursor cursor)
    {
        lock (_gate)
        {
            return cursor.Process == _process && _recent.IsKept(cursor.Number) ? cursor.Number : null;
        }
    }

    /// <summary>Returns the matching unfinished tasks as of the returned event number.</summary>
    public (List<TaskSnapshot> Tasks, long Number) Now(LiveClient client)
    {
        lock (_gate)
        {
            return ([.. _unfinished.Values.Where(client.Receives).OrderBy(task => task.Id)], _recent.Last);
        }
    }

    /// <summary>Returns the events after a number, and the number of the latest event.</summary>
    /// <exception cref="StreamEndedException">Some of the events are no longer available.</exception>
    public (List<LiveMessage> Messages, long Number) Since(long after, LiveClient client)
    {
        lock (_gate)
        {
            return (_recent.Since(after, client) ?? throw StreamEndedException.SlowConsumer(), _recent.Last);
        }
    }

    /// <summary>
    /// Returns the events between a number and now. If there are few, the client receives live messages from now on;
    /// otherwise it calls this again after sending them.
    /// </summary>
    /// <exception cref="StreamEndedException">Some of the events are no longer available.</exception>
    public (List<LiveMessage> Between, long Number, bool IsAttached) Attach(LiveClient client, long after)
    {
        lock (_gate)
        {
            var (between, number) = Since(after, client);
            var isLittle = between.Count <= Little;
            if (isLittle)
            {
                _audience.Add(client);
            }

            return (between, number, isLittle);
        }
    }

    /// <summary>Subscribes a client to the live messages of its single task.</summary>
    public void Attach(LiveClient client)
    {
        lock (_gate)
        {
            _audience.Add(client);
        }
    }

    public void Detach(LiveClient client)
    {
        lock (_gate)
        {
            _audience.Remove(client);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events?.Dispose();
        _frames?.Dispose();
        _inbox.Writer.TryComplete();
        await _loop;
    }

    private async Task StartCoreAsync()
    {
        _events = _source.SubscribeEvents((task, taskEvent) => _inbox.Writer.TryWrite(new LiveChange(task, taskEvent, null)));
        _frames = _source.Subscribe(frame => _inbox.Writer.TryWrite(new LiveChange(null, null, frame)));
        try
        {
            await foreach (var task in _source.UnfinishedAsync())
            {
                _unfinished[task.Id] = task;
            }
        }
        catch
        {
            Forget();
            throw;
        }

        _loop = Task.Run(RunAsync);
        _positions.Start();
    }

    /// <summary>
    /// Resets to the state before the start, because events received so far would be outdated at the next attempt.
    /// </summary>
    private void Forget()
    {
        _events?.Dispose();
        _frames?.Dispose();
        _unfinished.Clear();
        while (_inbox.Reader.TryRead(out _))
        {
            // it belongs to tasks that are read again
        }
    }

    private async Task RunAsync()
    {
        await foreach (var news in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                Tell(news);
            }
#pragma warning disable CA1031 // one faulty message must not end all streams
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogNotSent(error);
            }
        }
    }

    private void Tell(in LiveChange news)
    {
        lock (_gate)
        {
            if (news is { Task: { } task, Event: { } taskEvent })
            {
                TellEvent(task, taskEvent);
                return;
            }

            foreach (var changed in news.Frame!.Changed.Values)
            {
                TellLive(changed);
            }
        }
    }

    private void TellEvent(TaskSnapshot task, TaskEvent taskEvent)
    {
        var before = _unfinished.GetValueOrDefault(task.Id);
        if (before?.Seq >= task.Seq)
        {
            return; // it occurred while the unfinished tasks were read and is already included
        }

        if (task.State.IsFinal())
        {
            _unfinished.Remove(task.Id);
        }
        else
        {
            _unfinished[task.Id] = task;
        }

        var number = _recent.Last + 1;
        var message = LiveMessage.Of(task, taskEvent, before?.State, number, CursorOf(number));
        _recent.Add(message);
        _audience.Tell(message);
    }

    /// <summary>
    /// A frame contains progress between two events and the effects of events, which are sent separately. Only the progress
    /// is sent here.
    /// </summary>
    private void TellLive(TaskSnapshot task)
    {
        if (!_unfinished.TryGetValue(task.Id, out var known)
            || known.Seq != task.Seq
            || (known.Progress == task.Progress && known.Status == task.Status))
        {
            return;
        }

        _unfinished[task.Id] = task;
        if (_audience.Hears(task.Id))
        {
            _audience.Tell(LiveMessage.Of(task, _time.GetUtcNow()));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An event could not be sent to the clients of the API")]
    private partial void LogNotSent(Exception error);

    /// <summary>An event with the resulting task, or a frame.</summary>
    private readonly record struct LiveChange(TaskSnapshot? Task, TaskEvent? Event, TaskFrame? Frame);
}
