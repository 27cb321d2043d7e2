namespace BlazorTasks.Execution;

/// <summary>A one-shot timer for any duration. The timers of .NET are limited to 49 days.</summary>
internal sealed class LongTimer : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly Action _callback;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _left;

    public LongTimer(TimeProvider time, TimeSpan due, Action callback)
    {
        _callback = callback;
        _left = due;
        _timer = time.CreateTimer(_ => Next(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Next();
    }

    public void Dispose() => _timer.Dispose();

    private void Next()
    {
        TimeSpan step;
        lock (_gate)
        {
            step = _left < Longest ? _left : Longest;
            _left -= step;
        }

        if (step > TimeSpan.Zero)
        {
            _timer.Change(step, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _callback();
        }
    }
}
