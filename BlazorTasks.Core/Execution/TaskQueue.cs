namespace BlazorTasks.Execution;

/// <summary>
/// Decides who starts next: higher priority first, then first come, as many at once as there are slots. There is one
/// pool for tasks that keep a processor busy, one without end for those that take no slot, and one for all others; a definition with a limit of its own holds back
/// its surplus without holding back anyone else.
/// </summary>
internal sealed class TaskQueue(int cpuSlots, int otherSlots)
{
    private readonly Lock _gate = new();
    private readonly ConcurrencyPool _cpu = new(cpuSlots);
    private readonly ConcurrencyPool _other = new(otherSlots);
    private readonly ConcurrencyPool _unlimited = new(int.MaxValue);
    private readonly Dictionary<string, Limit> _limits = [];
    private long _order;
    private bool _closed;

    /// <summary>How many tasks wait for a slot, or for others of their definition to end.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _cpu.Waiting.Count + _other.Waiting.Count + _unlimited.Waiting.Count + _limits.Values.Sum(limit => limit.Deferred.Count);
            }
        }
    }

    /// <summary>How many slots are taken, of how many.</summary>
    public SlotUsage Usage
    {
        get
        {
            lock (_gate)
            {
                return new SlotUsage(otherSlots - _other.Free, otherSlots, cpuSlots - _cpu.Free, cpuSlots);
            }
        }
    }

    public void Enqueue(MonitoredTask task)
    {
        lock (_gate)
        {
            PoolOf(task).Waiting.Enqueue(task, (-task.Snapshot.Priority, _order++));
            Claim(PoolOf(task));
        }
    }

    /// <summary>A task's code has ended and its slot is free.</summary>
    public void Release(MonitoredTask task)
    {
        lock (_gate)
        {
            var pool = PoolOf(task);
            pool.Free++;
            if (LimitOf(task) is { } limit)
            {
                limit.Running--;
                AdmitNext(limit, pool);
            }

            Claim(pool);
        }
    }

    /// <summary>A task that had given its slot back while it waited for a person goes on, free slot or not: it has begun and is not queued again.</summary>
    public void ReacquireSlot(MonitoredTask task)
    {
        lock (_gate)
        {
            PoolOf(task).Free--;
            if (LimitOf(task) is { } limit)
            {
                limit.Running++;
            }
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

    private void Claim(ConcurrencyPool pool)
    {
        while (!_closed && pool.Free > 0 && pool.Waiting.TryDequeue(out var task, out var place))
        {
            var limit = LimitOf(task);
            if (limit is { IsReached: true })
            {
                limit.Deferred.Enqueue(task, place);
            }
            else if (task.TryClaim())
            {
                pool.Free--;
                if (limit is not null)
                {
                    limit.Running++;
                }
            }
            else if (limit is not null)
            {
                AdmitNext(limit, pool); // this one was cancelled meanwhile and does not need its place
            }
        }
    }

    private static void AdmitNext(Limit limit, ConcurrencyPool pool)
    {
        if (limit.Deferred.TryDequeue(out var next, out var place))
        {
            pool.Waiting.Enqueue(next, place);
        }
    }

    private ConcurrencyPool PoolOf(MonitoredTask task) => task.Policy switch
    {
        { TakesNoSlot: true } => _unlimited,
        { CpuBound: true } => _cpu,
        _ => _other,
    };

    private Limit? LimitOf(MonitoredTask task)
    {
        if (task.Policy.Concurrency is not { } most)
        {
            return null;
        }

        var name = task.Snapshot.Definition ?? task.Snapshot.Name;
        if (!_limits.TryGetValue(name, out var limit))
        {
            _limits[name] = limit = new Limit(most);
        }

        return limit;
    }

    private sealed class ConcurrencyPool(int slots)
    {
        public int Free { get; set; } = slots;

        public PriorityQueue<MonitoredTask, (int Priority, long Order)> Waiting { get; } = new();
    }

    private sealed class Limit(int most)
    {
        public int Running { get; set; }

        public bool IsReached => Running >= most;

        public PriorityQueue<MonitoredTask, (int Priority, long Order)> Deferred { get; } = new();
    }
}
