using Microsoft.Extensions.Time.Testing;

namespace BlazorTasks.Testing;

/// <summary>
/// A clock that only moves when a test advances it. Timers fire while it moves, in the order of their due times and each at its
/// due time. It also knows what waits on it, so that a test can pass the next wait without knowing how long it is.
/// </summary>
public class VirtualTime : FakeTimeProvider
{
    /// <summary>
    /// How long a test waits for something that should happen immediately. Generous, because the machine may be busy.
    /// </summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TaskCompletionSource _armed = new();

    /// <summary>Creates a clock that shows 2026-11-21 12:00 UTC.</summary>
    public VirtualTime()
        : base(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, isOwn: true);

    /// <summary>Sets the clock without firing timers, as when a person or NTP changes it. Waits keep their length.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            AdjustTime(GetUtcNow() + by);
            _timers.ForEach(timer => timer.Due = timer.Due is { } due ? due + by : null);
        }
    }

    /// <summary>Advances the clock and fires due timers.</summary>
    public new void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextToFire(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            AdvanceTo(end);
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

            if (NextDue(_ => true) - GetUtcNow() is { } wait)
            {
                Advance(wait);
                return wait;
            }

            if (await Task.WhenAny(armed, work).WaitAsync(WaitLimit).ConfigureAwait(false) == work)
            {
                return null;
            }
        }
    }

    /// <summary>Gets the duration of the next wait in a task's own code, or null if there is none.</summary>
    internal TimeSpan? NextOwnWait => NextDue(timer => timer.IsOwn) - GetUtcNow();

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
        var timer = new VirtualTimer(this, () => callback(state), isOwn);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock to the timer that is due next and schedules what that timer does afterwards.</summary>
    private VirtualTimer? NextToFire(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                AdvanceTo(next.Due!.Value);
                next.Due = next.Period > TimeSpan.Zero ? next.Due + next.Period : null;
            }

            return next;
        }
    }

    // The clock itself has no timers: its own would fire on whichever thread arms one, while this one is already past their time.
    private void AdvanceTo(DateTimeOffset to)
    {
        var by = to - GetUtcNow();
        base.Advance(by > TimeSpan.Zero ? by : TimeSpan.Zero);
    }

    private DateTimeOffset? NextDue(Func<VirtualTimer, bool> filter)
    {
        lock (_gate)
        {
            return _timers.Where(filter).Min(timer => timer.Due);
        }
    }

    /// <summary>A timer of the clock.</summary>
    private sealed class VirtualTimer(VirtualTime clock, Action callback, bool isOwn) : ITimer
    {
        private bool _disposed;

        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool IsOwn => isOwn;

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                Period = period;
                Due = dueTime > TimeSpan.Zero ? clock.GetUtcNow() + dueTime
                    : dueTime == TimeSpan.Zero && period > TimeSpan.Zero ? clock.GetUtcNow() + period
                    : null;
                clock._timers.Remove(this);
                clock._timers.Add(this);
                clock._armed.TrySetResult();
            }

            if (dueTime == TimeSpan.Zero)
            {
                Fire();
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
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
