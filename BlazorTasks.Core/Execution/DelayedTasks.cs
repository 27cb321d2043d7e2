namespace BlazorTasks.Execution;

/// <summary>Holds tasks that start later, and queues each when its time has come. Times are wall-clock times: setting the clock moves them.</summary>
internal sealed class DelayedTasks : IDisposable
{
    /// <summary>How long a change of the clock may go unnoticed.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<MonitoredTask, DateTimeOffset> _tasks = new();
    private readonly TimeProvider _time;
    private readonly Action<MonitoredTask> _onDue;
    private readonly ITimer _timer;

    public DelayedTasks(TimeProvider time, Action<MonitoredTask> onDue)
    {
        _time = time;
        _onDue = onDue;
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long the first one is overdue: about nothing, unless the process has no time for it.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                return _tasks.TryPeek(out _, out var at) && _time.GetUtcNow() - at is { Ticks: > 0 } late ? late : TimeSpan.Zero;
            }
        }
    }

    public void Add(MonitoredTask task, DateTimeOffset due)
    {
        lock (_gate)
        {
            _tasks.Enqueue(task, due);
            Sleep();
        }
    }

    /// <summary>The task no longer waits for its time. Costs a look at all that do, so it is for what is answered by people.</summary>
    public void Remove(MonitoredTask task)
    {
        lock (_gate)
        {
            if (_tasks.Count > 0 && _tasks.Remove(task, out _, out _))
            {
                Sleep();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Wake()
    {
        var due = new List<MonitoredTask>();
        lock (_gate)
        {
            while (_tasks.TryPeek(out var task, out var at) && at <= _time.GetUtcNow())
            {
                due.Add(task);
                _tasks.Dequeue();
            }

            Sleep();
        }

        due.ForEach(_onDue);
    }

    private void Sleep()
    {
        if (_tasks.TryPeek(out _, out var at))
        {
            var left = at - _time.GetUtcNow();
            _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestSleep ? left : LongestSleep, Timeout.InfiniteTimeSpan);
        }
    }
}
