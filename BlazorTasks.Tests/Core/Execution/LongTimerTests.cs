using BlazorTasks.Execution;

namespace BlazorTasks.Tests.Core.Execution;

public class LongTimerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(365)]
    public void Fires_AnyDuration_OnceAndAtItsTime(int days)
    {
        var time = new VirtualTime();
        var due = time.GetUtcNow() + TimeSpan.FromDays(days);
        var fired = new List<DateTimeOffset>();
        using var timer = new LongTimer(time, TimeSpan.FromDays(days), () => fired.Add(time.GetUtcNow()));

        time.Advance(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
        fired.Should().BeEmpty();
        time.Advance(TimeSpan.FromDays(days));

        fired.Should().Equal(due);
    }
}
