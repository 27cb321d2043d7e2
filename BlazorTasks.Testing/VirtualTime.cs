namespace BlazorTasks.Testing;

/// <summary>A clock that only moves when a test advances it. Timers fire while it moves, in the order of their due times.</summary>
public class VirtualTime : TimeProvider
{
    /// <summary>
    /// How long a test waits for something that should happen immediately. Generous, because the machine may be busy.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TaskCompletionSource _armed = new();
    private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, isOwn: true);

    /// <summary>Sets the clock without firing timers, as when a person or NTP changes it.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }
    }

    /// <summary>Advances the clock and fires due timers.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    /// <summary>Waits until some code is waiting on this clock, and advances it to the end of the shortest wait.</summary>
    /// <returns>The duration of the wait, or null if the work ended instead.</returns>
    public async Task<TimeSpan?> PassNextWaitAsync(Task work)
    {
        while (true)
        {
            Task armed;
            lock (_gate)
            {
                armed = (_armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (NextWait() is { } wait)
            {
                Advance(wait);
                return wait;
            }

            if (await Task.WhenAny(armed, work).WaitAsync(Patience).ConfigureAwait(false) == work)
            {
                return null;
            }
        }
    }

    /// <summary>Gets the duration of the next wait in a task's own code, or null if there is none.</summary>
    internal TimeSpan? NextOwnWait
    {
        get
        {
            lock (_gate)
            {
                return _timers.Where(timer => timer.IsOwn && timer.Due < DateTimeOffset.MaxValue)
                    .Min(timer => (DateTimeOffset?)timer.Due) - _now;
            }
        }
    }

    /// <summary>Completes when the next wait starts.</summary>
    internal Task Armed
    {
        get
        {
            lock (_gate)
            {
                return _armed.Task.IsCompleted
                    ? (_armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                    : _armed.Task;
            }
        }
    }

    internal ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, bool isOwn)
    {
        var timer = new VirtualTimer(this, () => callback(state)) { IsOwn = isOwn };
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan? NextWait()
    {
        lock (_gate)
        {
            return _timers.Where(timer => timer.Due < DateTimeOffset.MaxValue).Min(timer => (DateTimeOffset?)timer.Due) - _now;
        }
    }

    private VirtualTimer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Due = next.Period > TimeSpan.Zero ? next.Due + next.Period : DateTimeOffset.MaxValue;
            }

            return next;
        }
    }

    private sealed class VirtualTimer(VirtualTime clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

        public TimeSpan Period { get; private set; }

        public bool IsOwn { get; init; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? DateTimeOffset.MaxValue : clock._now + dueTime;
                Period = period;
                clock._timers.Remove(this);
                clock._timers.Add(this);
                clock._armed.TrySetResult();
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
