namespace BlazorTasks.Statistics;

/// <summary>Counts events in five-minute intervals, for the dashboard's tiles.</summary>
internal sealed class ActivityLog(TimeProvider time)
{
    private const int Shown = 12;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Slot> _slots = [];
    private (long Now, DateTimeOffset Midnight, TaskActivity Activity)? _read;

    public async Task LoadAsync(ITaskStore store)
    {
        var from = Midnight() < time.GetUtcNow() - (Step * Shown) ? Midnight() : time.GetUtcNow() - (Step * Shown);
        var aligned = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % Step.Ticks), TimeSpan.Zero);
        foreach (var count in await store.OutcomesAsync(
            new TaskQuery { From = aligned },
            Step,
            CancellationToken.None).ConfigureAwait(false))
        {
            Finished(count.From, count.State, count.Count);
        }
    }

    public void Finished(DateTimeOffset at, TaskState state, int count = 1)
    {
        lock (_gate)
        {
            var slot = SlotAt(at);
            slot.Finished += count;
            slot.Failed += state == TaskState.Failed ? count : 0;
            _read = null;
        }
    }

    public void Sample(int running, int queued)
    {
        lock (_gate)
        {
            var slot = SlotAt(time.GetUtcNow());
            if (running > slot.Running || queued > slot.Queued)
            {
                (slot.Running, slot.Queued) = (Math.Max(slot.Running, running), Math.Max(slot.Queued, queued));
                _read = null;
            }
        }
    }

    /// <summary>Returns the current counts. The same object is returned until something changes.</summary>
    public TaskActivity Read()
    {
        lock (_gate)
        {
            var (now, midnight) = (Number(time.GetUtcNow()), Midnight());
            if (_read is not { } read || read.Now != now || read.Midnight != midnight)
            {
                _read = read = (now, midnight, Count(now, Number(midnight)));
            }

            return read.Activity;
        }
    }

    private TaskActivity Count(long now, long midnight)
    {
        var today = _slots.Where(slot => slot.Key >= midnight).Select(slot => slot.Value).ToList();
        var hour = Enumerable.Range(0, Shown).Select(i => _slots.GetValueOrDefault(now - Shown + 1 + i) ?? new Slot()).ToList();
        return new TaskActivity(
            today.Sum(slot => slot.Finished),
            today.Sum(slot => slot.Failed),
            [.. hour.Select(slot => slot.Running)],
            [.. hour.Select(slot => slot.Queued)],
            [.. hour.Select(slot => slot.Failed)]);
    }

    private Slot SlotAt(DateTimeOffset at)
    {
        var number = Number(at);
        if (!_slots.TryGetValue(number, out var slot))
        {
            _slots[number] = slot = new Slot();
            foreach (var old in _slots.Keys.Where(key => key < number - (TimeSpan.TicksPerDay / Step.Ticks)).ToList())
            {
                _slots.Remove(old);
            }
        }

        return slot;
    }

    private DateTimeOffset Midnight()
    {
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        return new DateTimeOffset(local.Date, local.Offset);
    }

    private static long Number(DateTimeOffset at) => at.UtcTicks / Step.Ticks;

    private sealed class Slot
    {
        public int Finished { get; set; }

        public int Failed { get; set; }

        public int Running { get; set; }

        public int Queued { get; set; }
    }
}
