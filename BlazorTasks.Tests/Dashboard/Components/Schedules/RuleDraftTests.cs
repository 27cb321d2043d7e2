using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Tests.Dashboard.Components.Schedules;

/// <summary>The builder of rules: what it makes of an expression, and which expression it makes.</summary>
public class RuleDraftTests
{
    [Theory]
    [InlineData("30 3 * * *", RuleKind.Daily)]
    [InlineData("0 3 * * 1-5", RuleKind.Weekly)]
    [InlineData("0 9 * * 1,4", RuleKind.Weekly)]
    [InlineData("15 12 1 * *", RuleKind.Monthly)]
    [InlineData("0 0 L * *", RuleKind.Monthly)]
    [InlineData("0 0 LW * *", RuleKind.Monthly)]
    [InlineData("*/10 * * * *", RuleKind.Cron)]
    [InlineData("0 3 1 1 *", RuleKind.Cron)]
    [InlineData("0 3 * * MON#2", RuleKind.Cron)]
    [InlineData("99 3 * * *", RuleKind.Cron)]
    [InlineData("@daily", RuleKind.Cron)]
    [InlineData("0 0 3 * * *", RuleKind.Cron)]
    public void Of_CronExpression_IsReadByTheBuilderIfItCanExpressIt_AndStaysTheSame(string cron, RuleKind kind)
    {
        var draft = RuleDraft.Of(new() { Cron = cron, TimeZone = "Europe/Berlin" });

        draft.Kind.Should().Be(kind);
        draft.Read([]).Should().BeEquivalentTo(new ScheduleRule { Cron = cron, TimeZone = "Europe/Berlin" });
    }

    [Theory]
    [InlineData("00:00:01", "1", "s")]
    [InlineData("00:15:00", "15", "min")]
    [InlineData("1.12:00:00", "36", "h")]
    [InlineData("7.00:00:00", "7", "d")]
    public void Of_Interval_IsANumberAndItsUnit(string every, string amount, string unit)
    {
        var rule = new ScheduleRule { Every = TimeSpan.Parse(every, null), FromLastEnd = true, Jitter = TimeSpan.FromMinutes(5) };

        var draft = RuleDraft.Of(rule);

        (draft.Kind, draft.Amount, draft.Unit).Should().Be((RuleKind.Interval, amount, unit));
        draft.Read([]).Should().BeEquivalentTo(rule);
    }

    [Fact]
    public void Read_DatesAndPeriod_AreInTheZoneOfTheSchedule()
    {
        var draft = new RuleDraft
        {
            Kind = RuleKind.Dates,
            TimeZone = "Europe/Berlin",
            Dates = "2026-12-24 18:00\n\n 2027-06-01T09:30 ",
            StartsAt = "2026-12-01T00:00"
        };

        var rule = draft.Read([]);

        rule.Dates.Should().Equal(new DateTimeOffset(2026, 12, 24, 17, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2027, 6, 1, 7, 30, 0, TimeSpan.Zero));
        rule.StartsAt.Should().Be(new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero));
        RuleDraft.Of(rule).Read([]).Should().BeEquivalentTo(rule);
    }

    [Fact]
    public void Read_WhatCannotBeRead_SaysSoAtItsField()
    {
        Errors(new() { Kind = RuleKind.Interval, Amount = "some" }).Should().Equal(("every", "Enter a number greater than zero."));
        Errors(new() { Kind = RuleKind.Daily, At = "noon" }).Should().Equal(("cron", "Enter a time such as 03:00."));
        Errors(new() { Kind = RuleKind.Weekly, Days = [] }).Should().Equal(("cron", "Choose at least one weekday."));
        Errors(new() { Kind = RuleKind.Dates, Dates = "tomorrow" }).Should()
            .Equal(("dates", "“tomorrow” is not a date and time such as 2026-12-24 18:00."));
        Errors(new() { Kind = RuleKind.Dates }).Should().Equal(("dates", "Enter at least one date and time, such as 2026-12-24 18:00."));
        Errors(new() { StartsAt = "x", EndsAt = "y", Jitter = "z" }).Select(error => error.Field).Should()
            .Equal("starts_at", "ends_at", "jitter");
    }

    [Fact]
    public void Become_CronAndBack_KeepsWhatWasEntered()
    {
        var draft = new RuleDraft { Kind = RuleKind.Monthly, MonthDay = "L", At = "22:15" };

        draft.Become(RuleKind.Cron);
        draft.Cron.Should().Be("15 22 L * *");
        draft.Cron = "0 6 * * 0,6";
        draft.Become(RuleKind.Weekly);

        (draft.At, string.Join(',', draft.Days)).Should().Be(("06:00", "0,6"));
    }

    private static IEnumerable<(string Field, string Message)> Errors(RuleDraft draft)
    {
        var errors = new Dictionary<string, string>();
        draft.Read(errors);
        return errors.Select(error => (error.Key, error.Value));
    }
}
