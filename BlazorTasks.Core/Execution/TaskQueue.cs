namespace BlazorTasks.Execution;

/// <summary>Decides who starts next: as many at once as there are slots, higher priority first, then first come.</summary>
internal sealed class TaskQueue(int slots)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<MonitoredTask, (int Priority, long Order)> _waiting = new();
    private int _free = slots;
    private long _order;
    private bool _closed;

    public void Enqueue(MonitoredTask task, int priority)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task, (-priority, _order++));
            Claim();
        }
    }

    /// <summary>A task has ended and its slot is free.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _free++;
            Claim();
        }
    }

    /// <summary>Starts nothing more. What waits stays queued and starts with the next process.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private void Claim()
    {
        while (!_closed && _free > 0 && _waiting.TryDequeue(out var task, out _))
        {
            if (task.TryClaim())
            {
                _free--;
            }
        }
    }
}
