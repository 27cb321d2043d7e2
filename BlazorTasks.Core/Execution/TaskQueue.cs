namespace BlazorTasks.Execution;

/// <summary>
/// Decides which task starts next: by priority, then first in, first out, up to the number of concurrency slots. There are
/// three pools: one for CPU-bound tasks, an unlimited one for tasks that need no slot, and one for all others. A definition
/// with its own limit holds back its surplus without delaying other tasks.
/// </summary>
internal sealed class TaskQueue(int cpuSlots, int otherSlots)
{
    private readonly Lock _gate = new();
    private readonly ConcurrencyPool _cpu = new(cpuSlots);
    private readonly ConcurrencyPool _other = new(otherSlots);
    private readonly ConcurrencyPool _unlimited = new(int.MaxValue);
    private readonly Dictionary<(string Name, string? Key), Limit> _limits = [];
    private long _order;
    private volatile bool _closed;
    private volatile bool _isDraining;

    /// <summary>Raised after a slot was released, on the thread that released it. Handlers must return immediately.</summary>
    public event EventHandler? SlotFreed;

    /// <summary>Gets whether the server is shutting down, so that no queued task is claimed any longer.</summary>
    public bool IsClosed => _closed;

    /// <summary>Whether tasks that any node can run are left to other nodes.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>Gets the number of tasks that wait for a slot or for the limit of their definition.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _cpu.Waiting.Count
                    + _other.Waiting.Count
                    + _unlimited.Waiting.Count
                    + _limits.Values.Sum(limit => limit.Deferred.Count);
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

    /// <summary>Moves a task that waits here to the place of its new priority, behind those that came before it.</summary>
    public void Move(MonitoredTask task, int priority)
    {
        lock (_gate)
        {
            if (!Moved(PoolOf(task).Waiting) && LimitOf(task) is { } limit)
            {
                Moved(limit.Deferred);
            }
        }

        bool Moved(PriorityQueue<MonitoredTask, (int Priority, long Order)> waiting)
        {
            var isHere = waiting.Remove(task, out _, out var place);
            if (isHere)
            {
                waiting.Enqueue(task, (-priority, place.Order));
            }

            return isHere;
        }
    }

    /// <summary>
    /// Claims a task that any node can run, if a slot is free. Otherwise it waits in the store, where every node can claim it.
    /// So does a task with a limit: the limit is one of all nodes together.
    /// </summary>
    public void ClaimNow(MonitoredTask task)
    {
        lock (_gate)
        {
            var pool = PoolOf(task);
            if (!_closed && !_isDraining && pool.Free > 0 && pool.Waiting.Count == 0 && task.Policy.Concurrency is null && task.TryClaim())
            {
                pool.Free--;
            }
        }
    }

    /// <summary>Gets how many tasks could start now.</summary>
    public int FreeSlots(bool isCpuBound)
    {
        lock (_gate)
        {
            var pool = isCpuBound ? _cpu : _other;
            return _closed || _isDraining ? 0 : pool.Free - pool.Waiting.Count;
        }
    }

    /// <summary>Releases the slot of a task whose code has ended.</summary>
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
                Forget(task, limit);
            }

            Claim(pool);
        }

        SlotFreed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>
    /// Reacquires a slot for a task that continues after waiting for a person, even if none is free: it has started and is
    /// not queued again.
    /// </summary>
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

    /// <summary>Stops starting tasks. Queued tasks remain queued and start with the next process.</summary>
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
                AdmitNext(limit, pool); // this one was cancelled in the meantime and does not need the slot
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

        var key = KeyOf(task);
        if (!_limits.TryGetValue(key, out var limit))
        {
            _limits[key] = limit = new Limit(most);
        }

        return limit;
    }

    /// <summary>There may be as many limits as there are values of a concurrency key.</summary>
    private void Forget(MonitoredTask task, Limit limit)
    {
        if (limit is { Running: 0, Deferred.Count: 0 })
        {
            _limits.Remove(KeyOf(task));
        }
    }

    private static (string Name, string? Key) KeyOf(MonitoredTask task) =>
        (task.Snapshot.Definition ?? task.Snapshot.Name, task.LimitKey);

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
