using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Tests.Dashboard.Components.Schedules;

public class UpcomingRunsTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    [Fact]
    public void Of_RunsAtTheSameTime_AreThePeak()
    {
        var runs = UpcomingRuns.Of([Times("a", 3, 15), Times("b", 3.25), Times("c", 5)], From, Step, 48);

        runs.Total.Should().Be(4);
        runs.Peak.Should().Be(new UpcomingStep(From.AddHours(3), 2, 2));
        runs.Lanes.Select(lane => (lane.Schedule.Id, lane.Count)).Should().Equal(("a", 2), ("b", 1), ("c", 1));
        runs.Lanes[0].Marks.Should().Equal(new UpcomingMark(0.125, 0.125), new UpcomingMark(0.625, 0.625));
    }

    [Fact]
    public void Of_NoTwoSchedulesTogether_HasNoPeak() =>
        UpcomingRuns.Of([Times("a", 1, 1.1, 1.2), Times("b", 9), Times("none")], From, Step, 48).Should()
            .BeEquivalentTo(new { Peak = (object?)null, Total = 4 });

    [Fact]
    public void Of_MoreRunsThanAreListed_GoesOnAtTheSamePace()
    {
        var everyMinute = Enumerable.Range(1, ScheduleMonitor.MaxOccurrences).Select(i => i / 60.0).ToArray();

        var runs = UpcomingRuns.Of([Times("a", everyMinute)], From, Step, 48);

        runs.Total.Should().BeCloseTo(24 * 60, 60);
        runs.Steps.Skip(1).Should().AllSatisfy(step => step.Count.Should().BeCloseTo(30, 2));
        runs.Lanes[0].Marks.Should().ContainSingle().Which.End.Should().Be(1);
    }

    private static ScheduleTimes Times(string id, params double[] hours) => new(
        new Schedule { Id = id, Settings = new() { Definition = "double", Rule = new() } },
        [.. hours.Select(hour => From.AddHours(hour))]);
}
