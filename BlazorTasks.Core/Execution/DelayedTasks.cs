namespace BlazorTasks.Execution;

/// <summary>
/// Holds tasks that start later and queues each one when it is due. Due times are wall-clock times, so changing the clock
/// affects them.
/// </summary>
internal sealed class DelayedTasks : IDisposable
{
    /// <summary>How long a change of the system clock may go unnoticed.</summary>
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

    /// <summary>Gets how long the first task has been overdue. About zero unless the process is overloaded.</summary>
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

    /// <summary>Removes a task. Takes linear time, so it is meant for commands given by people.</summary>
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
