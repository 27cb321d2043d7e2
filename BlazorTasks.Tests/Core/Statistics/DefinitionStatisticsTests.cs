namespace BlazorTasks.Tests.Core.Statistics;

public class DefinitionStatisticsTests
{
    [Fact]
    public void Percentile_HundredRuns_IsTheLengthThatTheShareDidNotExceed()
    {
        var statistics = Of(Enumerable.Range(1, 100));

        statistics.Percentile(0.5).Should().Be(TimeSpan.FromSeconds(50));
        statistics.Percentile(0.95).Should().Be(TimeSpan.FromSeconds(95));
        statistics.Percentile(1).Should().Be(TimeSpan.FromSeconds(100));
        DefinitionStatistics.None.Percentile(0.5).Should().BeNull();
    }

    [Fact]
    public void Left_SteadyRuns_IsWhatTheLongerOnesStillNeeded()
    {
        var statistics = Of(Enumerable.Range(51, 50));

        statistics.Left(TimeSpan.Zero).Should().Be((TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(95)));
        statistics.Left(TimeSpan.FromSeconds(80)).Should().Be((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(18)));
    }

    [Fact]
    public void Left_FewRunsOrScatteredRuns_IsNotGuessed()
    {
        Of(Enumerable.Repeat(60, 9)).Left(TimeSpan.Zero).Should().BeNull("nine runs are too few");
        Of(Enumerable.Repeat(10, 10).Concat(Enumerable.Repeat(100, 3))).Left(TimeSpan.Zero)
            .Should().BeNull("nine in ten take ten times as long as half");
        Of(Enumerable.Repeat(60, 10)).Left(TimeSpan.Zero).Should().Be((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void IsSlow_BeyondTheSlowestTwentieth_IsShownInsteadOfANumber()
    {
        var statistics = Of(Enumerable.Range(1, 100));

        statistics.IsSlow(TimeSpan.FromSeconds(95)).Should().BeFalse();
        statistics.IsSlow(TimeSpan.FromSeconds(96)).Should().BeTrue();
        statistics.Left(TimeSpan.FromSeconds(96)).Should().BeNull();
        Of(Enumerable.Repeat(1, 9)).IsSlow(TimeSpan.FromHours(1)).Should().BeFalse("nine runs are too few");
    }

    private static DefinitionStatistics Of(IEnumerable<int> seconds) => new(
        [.. seconds.Select(length => new FinishedRun(default, TaskState.Succeeded, false, TimeSpan.FromSeconds(length), default))]);
}
