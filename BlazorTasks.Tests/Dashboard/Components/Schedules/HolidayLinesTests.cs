using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Tests.Dashboard.Components.Schedules;

public class HolidayLinesTests
{
    [Fact]
    public void Read_LinesInAnyOrder_AreTheDaysInOrderAndWrittenBackTheSame()
    {
        var (days, problem) = HolidayLines.Read("2026-12-26  Boxing Day\r\n\r\n 2026-12-25 Christmas \n2027-01-01");

        problem.Should().BeNull();
        days.Should().Equal(
            new Holiday(new(2026, 12, 25), "Christmas"), new Holiday(new(2026, 12, 26), "Boxing Day"), new Holiday(new(2027, 1, 1)));
        HolidayLines.Write(days).Should().Be("2026-12-25 Christmas\n2026-12-26 Boxing Day\n2027-01-01");
    }

    [Theory]
    [InlineData("", "Enter at least one day.")]
    [InlineData("2026-12-25\n31.12.2026 New Year's Eve", "Line 2: “31.12.2026” is not a date such as 2026-12-25.")]
    [InlineData("2026-02-30", "Line 1: “2026-02-30” is not a date such as 2026-12-25.")]
    public void Read_WhatIsNoDay_IsAnErrorThatNamesTheLine(string text, string problem) =>
        HolidayLines.Read(text).Should().BeEquivalentTo((Array.Empty<Holiday>(), problem));
}
