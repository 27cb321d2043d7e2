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
        while (NextDue(_ => true) is { } due && due <= end)
        {
            base.Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
        }

        base.Advance(end - GetUtcNow());
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
        var timer = new VirtualTimer(this, isOwn);
        timer.Start(base.CreateTimer(
            _ =>
            {
                timer.OnFiring();
                callback(state);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private DateTimeOffset? NextDue(Func<VirtualTimer, bool> filter)
    {
        lock (_gate)
        {
            return _timers.Where(filter).Min(timer => timer.Due);
        }
    }

    /// <summary>A timer of the clock that remembers when it is due.</summary>
    private sealed class VirtualTimer(VirtualTime clock, bool isOwn) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period;

        public DateTimeOffset? Due { get; set; }

        public bool IsOwn => isOwn;

        public void Start(ITimer timer) => _timer = timer;

        public void OnFiring()
        {
            lock (clock._gate)
            {
                Due = _period > TimeSpan.Zero ? Due + _period : null;
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock.GetUtcNow() + dueTime;
                _period = period;
                clock._timers.Remove(this);
                clock._timers.Add(this);
                clock._armed.TrySetResult();
            }

            return _timer!.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }

            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
