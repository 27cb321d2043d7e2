using System.Threading.Channels;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Tells the clients of the API what happens. It subscribes to the monitor once, when the first client comes, and works on
/// a thread of its own: neither the journal nor the feed ever waits for a client.
/// </summary>
internal sealed partial class LiveHub : IAsyncDisposable
{
    /// <summary>How many messages a client may be behind when it begins to wait for new ones.</summary>
    private const int Little = 100;

    private readonly TaskMonitor _monitor;
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

    public LiveHub(TaskMonitor monitor, IOptions<DashboardOptions> options, TimeProvider time, ILogger<LiveHub> log) =>
        (_monitor, Limits, _time, _log) = (monitor, options.Value, time, log);

    /// <summary>How far clients may fall behind, and what they may send.</summary>
    public DashboardOptions Limits { get; }

    /// <summary>Begins to listen, once. From then on nothing is missed. If the store cannot be read, this fails, and the next client tries again.</summary>
    public Task StartAsync()
    {
        lock (_gate)
        {
            return _started = _started is { IsFaulted: false, IsCanceled: false } begun ? begun : StartCoreAsync();
        }
    }

    /// <summary>Whether somebody follows this one task.</summary>
    public bool IsFollowed(TaskId task)
    {
        lock (_gate)
        {
            return _audience.Follows(task);
        }
    }

    /// <summary>A place in the stream of all tasks, as clients give it back.</summary>
    public string CursorOf(long number) => new LiveCursor(_process, number).ToString();

    /// <summary>The place that a cursor names, or null if it is gone: it is from another process, or too long ago.</summary>
    public long? PlaceOf(LiveCursor cursor)
    {
        lock (_gate)
        {
            return cursor.Process == _process && _recent.IsKept(cursor.Number) ? cursor.Number : null;
        }
    }

    /// <summary>The unfinished tasks that match, as they are after the event of the returned number.</summary>
    public (List<TaskSnapshot> Tasks, long Number) Now(LiveFilter filter)
    {
        lock (_gate)
        {
            return ([.. _unfinished.Values.Where(task => filter.Matches(task)).OrderBy(task => task.Id)], _recent.Last);
        }
    }

    /// <summary>What happened after a number, and the number of the newest event.</summary>
    /// <exception cref="StreamEndedException">Some of it is gone.</exception>
    public (List<LiveMessage> Messages, long Number) Since(long after, LiveFilter filter)
    {
        lock (_gate)
        {
            return (_recent.Since(after, filter) ?? throw StreamEndedException.SlowConsumer(), _recent.Last);
        }
    }

    /// <summary>What lies between a number and now, to be told first. If that is little, the client is told from now on what follows; otherwise it asks again when it has told it.</summary>
    /// <exception cref="StreamEndedException">Some of it is gone.</exception>
    public (List<LiveMessage> Between, long Number, bool IsAttached) Attach(LiveClient client, long after)
    {
        lock (_gate)
        {
            var (between, number) = Since(after, client.Filter);
            var isLittle = between.Count <= Little;
            if (isLittle)
            {
                _audience.Add(client);
            }

            return (between, number, isLittle);
        }
    }

    /// <summary>Begins to tell a client what happens to its one task.</summary>
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
        _events = _monitor.SubscribeEvents((task, happened) => _inbox.Writer.TryWrite(new LiveChange(task, happened, null)));
        _frames = _monitor.Subscribe(frame => _inbox.Writer.TryWrite(new LiveChange(null, null, frame)));
        try
        {
            await foreach (var task in _monitor.ListAllAsync(new TaskQuery { Finished = false }))
            {
                _unfinished[task.Id] = _monitor.Find(task.Id)?.Snapshot ?? task;
            }
        }
        catch
        {
            Forget();
            throw;
        }

        _loop = Task.Run(RunAsync);
    }

    /// <summary>Nothing is known, as before the start: what was heard so far would be old when it is tried again.</summary>
    private void Forget()
    {
        _events?.Dispose();
        _frames?.Dispose();
        _unfinished.Clear();
        while (_inbox.Reader.TryRead(out _))
        {
            // it is about tasks that are read anew
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
#pragma warning disable CA1031 // one message that cannot be told must not end all streams
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogNotTold(error);
            }
        }
    }

    private void Tell(in LiveChange news)
    {
        lock (_gate)
        {
            if (news is { Task: { } task, Event: { } happened })
            {
                TellEvent(task, happened);
                return;
            }

            foreach (var changed in news.Frame!.Changed.Values)
            {
                TellLive(changed);
            }
        }
    }

    private void TellEvent(TaskSnapshot task, TaskEvent happened)
    {
        var before = _unfinished.GetValueOrDefault(task.Id);
        if (before?.Seq >= task.Seq)
        {
            return; // it happened while the unfinished tasks were first read, and is in what was read
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
        var message = LiveMessage.Of(task, happened, before?.State, number, CursorOf(number));
        _recent.Add(message);
        _audience.Tell(message);
    }

    /// <summary>A frame shows progress between two events, and what an event has told or will tell: only the first is told here.</summary>
    private void TellLive(TaskSnapshot task)
    {
        if (!_unfinished.TryGetValue(task.Id, out var known) || known.Seq != task.Seq || (known.Progress == task.Progress && known.Status == task.Status))
        {
            return;
        }

        _unfinished[task.Id] = task;
        if (_audience.Hears(task.Id))
        {
            _audience.Tell(LiveMessage.Of(task, _time.GetUtcNow()));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that happened could not be told to the clients of the API")]
    private partial void LogNotTold(Exception error);

    /// <summary>An event with the task after it, or a frame.</summary>
    private readonly record struct LiveChange(TaskSnapshot? Task, TaskEvent? Event, TaskFrame? Frame);
}
