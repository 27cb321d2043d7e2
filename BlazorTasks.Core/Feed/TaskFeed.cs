using System.Collections.Immutable;
using BlazorTasks.Cluster;
using BlazorTasks.Journal;
using BlazorTasks.Statistics;

namespace BlazorTasks.Feed;

/// <summary>
/// Publishes changes to all subscribers in frames: the first change after a quiet period immediately, then at most ten frames
/// per second, no matter how many changes there are. Of several reports between two frames, only the last one counts.
/// </summary>
internal sealed partial class TaskFeed(TaskBoard board, ActivityLog activity, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>The minimum interval between two frames.</summary>
    public static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The same after a frame with nothing but changes of other nodes. They come in frames themselves, and with the same interval
    /// each would wait for the next one here.
    /// </summary>
    private static readonly TimeSpan RemoteFrameInterval = TimeSpan.FromMilliseconds(80);

    /// <summary>The delay after a round that only moved log lines to the journal, with nothing visible yet.</summary>
    private static readonly TimeSpan QuietInterval = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<MonitoredTask> _touched = new();
    private readonly ConcurrentQueue<TaskSnapshot> _remote = new();
    private readonly ConcurrentQueue<TaskId> _removed = new();
    private readonly Signal _work = new();
    private readonly CancellationTokenSource _stop = new();
    private ImmutableArray<Subscription> _subscriptions = [];
    private Task _loop = Task.CompletedTask;
    private ITimer? _tidy;
    private long _number;

    public int Subscribers => _subscriptions.Length;

    /// <summary>Gets or sets how other nodes get the tasks of this process, in the same frames.</summary>
    public INodeLink Link { get; set; } = INodeLink.None;

    public void Start()
    {
        _loop = Task.Run(RunAsync);
        _tidy = time.CreateTimer(_ => _work.Set(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Adds a task to the next frame. <see cref="MonitoredTask.Touch"/> ensures that it is added only once.</summary>
    public void Enqueue(MonitoredTask task)
    {
        _touched.Enqueue(task);
        _work.Set();
    }

    /// <summary>Adds a task of another node to the next frame, unless a newer state of it is shown already.</summary>
    public void EnqueueRemote(TaskSnapshot task)
    {
        _remote.Enqueue(task);
        _work.Set();
    }

    /// <summary>Reports deleted tasks with the next frame.</summary>
    public void EnqueueRemoved(IReadOnlyList<TaskId> tasks)
    {
        foreach (var task in tasks)
        {
            _removed.Enqueue(task);
        }

        _work.Set();
    }

    public IDisposable Subscribe(Action<TaskFrame> onFrame)
    {
        var subscription = new Subscription(this, onFrame);
        ImmutableInterlocked.Update(ref _subscriptions, (all, mine) => all.Add(mine), subscription);
        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        if (_tidy is not null)
        {
            await _tidy.DisposeAsync().ConfigureAwait(false);
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _work.WaitAsync(_stop.Token).ConfigureAwait(false);
            var interval = _touched.IsEmpty ? RemoteFrameInterval : FrameInterval;
            var changed = Sample();
            var removed = TakeRemoved();
            var tidied = board.Tidy(time.GetUtcNow());
            var shown = changed.Count > 0 || removed.Count > 0 || tidied;
            if (shown)
            {
                board.Publish();
                activity.Sample(board.Active.InProgress.Count, board.Active.UpNext.Count);
                Notify(new TaskFrame(++_number, changed) { Removed = removed });
            }

            await Task.Delay(shown ? interval : QuietInterval, time, _stop.Token).ConfigureAwait(false);
        }
    }

    private Dictionary<TaskId, TaskSnapshot> Sample()
    {
        var changed = new Dictionary<TaskId, TaskSnapshot>();
        for (var left = _touched.Count; left > 0 && _touched.TryDequeue(out var task); left--)
        {
            if (task.Sample() is { } snapshot)
            {
                changed[snapshot.Id] = snapshot;
                board.Put(snapshot);
            }
        }

        if (changed.Count > 0 && Link.HasViewers)
        {
            Link.Show([.. changed.Values]);
        }

        var now = time.GetUtcNow();
        while (_remote.TryDequeue(out var remote))
        {
            if (board.IsNews(remote, now))
            {
                changed[remote.Id] = remote;
                board.Put(remote);
            }
        }

        return changed;
    }

    private HashSet<TaskId> TakeRemoved()
    {
        var removed = new HashSet<TaskId>();
        while (_removed.TryDequeue(out var task))
        {
            removed.Add(task);
            board.Remove(task);
        }

        return removed;
    }

    private void Notify(TaskFrame frame)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.OnFrame(frame);
            }
#pragma warning disable CA1031 // an exception of a subscriber must not affect tasks or other subscribers
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogSubscriberThrew(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of the task monitor threw an exception. It remains subscribed")]
    private partial void LogSubscriberThrew(Exception error);

    private sealed class Subscription(TaskFeed feed, Action<TaskFrame> onFrame) : IDisposable
    {
        public Action<TaskFrame> OnFrame { get; } = onFrame;

        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscriptions, (all, mine) => all.Remove(mine), this);
    }
}
