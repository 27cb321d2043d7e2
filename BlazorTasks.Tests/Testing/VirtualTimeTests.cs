namespace BlazorTasks.Tests.Testing;

public class VirtualTimeTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void Advance_PeriodicTimer_FiresAtEachDueTime()
    {
        var begun = _time.GetUtcNow();
        var fired = new List<TimeSpan>();
        using var timer = _time.CreateTimer(
            _ => fired.Add(_time.GetUtcNow() - begun), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(6));

        fired.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Advance_TimerChangedAfterItWasDisposed_IsNotWaitedFor()
    {
        var timer = _time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Dispose();

        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Should().BeFalse();
        var begun = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(3));

        (_time.GetUtcNow() - begun).Should().Be(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Advance_WhileOtherThreadsArmTimers_Ends()
    {
        using var stop = new CancellationTokenSource();
        using var timer = _time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var arming = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        });

        await Task.Run(() =>
        {
            for (var second = 0; second < 1_000; second++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
            }
        }).WaitAsync(TimeSpan.FromSeconds(30));

        await stop.CancelAsync();
        await arming;
    }
}
