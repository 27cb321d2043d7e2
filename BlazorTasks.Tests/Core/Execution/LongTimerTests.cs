using BlazorTasks.Execution;
using BlazorTasks.Tests.Support;

namespace BlazorTasks.Tests.Core.Execution;

public class LongTimerTests
{
    [Fact]
    public void Timer_LongerThanDotNetAllows_FiresOnceAtItsTime()
    {
        var time = new ManualTimeProvider();
        var fired = 0;
        using var timer = new LongTimer(time, TimeSpan.FromDays(400), () => fired++);

        for (var day = 0; day < 399; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
        }

        fired.Should().Be(0);
        time.Advance(TimeSpan.FromDays(1));
        fired.Should().Be(1);
        time.Advance(TimeSpan.FromDays(100));
        fired.Should().Be(1);
    }

    [Fact]
    public void Timer_OfTheRealClock_MayBeAsLongAsAnyTimeSpan() =>
        FluentActions.Invoking(() => new LongTimer(TimeProvider.System, TimeSpan.MaxValue, () => { }).Dispose()).Should().NotThrow();

    [Fact]
    public void Timer_Disposed_NeverFires()
    {
        var time = new ManualTimeProvider();
        var timer = new LongTimer(time, TimeSpan.FromDays(60), () => throw new InvalidOperationException());

        timer.Dispose();

        time.Advance(TimeSpan.FromDays(100));
    }
}
