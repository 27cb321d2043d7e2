namespace BlazorTasks.Tests.Core.Schedules;

public sealed class OccurrencesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero); // a Friday

    [Theory]
    [InlineData("0 3 * * *", "UTC", "2026-11-28T03:00")]
    [InlineData("0 3 * * MON-FRI", "UTC", "2026-11-30T03:00")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-11-28T02:00")]
    [InlineData("@daily", "America/New_York", "2026-11-28T05:00")]
    [InlineData("30 0 12 * * *", "UTC", "2026-11-27T12:00:30")]
    [InlineData("0 0 L * *", "UTC", "2026-11-30T00:00")]
    [InlineData("0 9 15W * *", "UTC", "2026-12-15T09:00")]
    [InlineData("0 9 * * MON#1", "UTC", "2026-12-07T09:00")]
    [InlineData("0 0 29 2 *", "UTC", "2028-02-29T00:00")]
    public void Next_Cron_IsTheNextTimeInItsZone(string cron, string zone, string expected) =>
        new Occurrences(new ScheduleRule { Cron = cron, TimeZone = zone }).Next(Noon).Should().Be(At(expected));

    [Theory]
    [InlineData("30 2 * * *", "2026-03-29T01:00", "a time in the gap is due at its end, 03:00")]
    [InlineData("0 3 * * *", "2026-03-29T01:00", "it exists")]
    [InlineData("0 * * * *", "2026-03-29T00:00", "an interval goes on")]
    public void Next_ClocksGoForward_RunsOnce(string cron, string expected, string because)
    {
        var berlin = new Occurrences(new ScheduleRule { Cron = cron, TimeZone = "Europe/Berlin" });

        berlin.Next(At("2026-03-28T23:30")).Should().Be(At(expected), because);
    }

    [Theory]
    [InlineData("30 2 * * *", 1, "a fixed time is due once")]
    [InlineData("*/30 * * * *", 50, "an interval runs through the repeated hour")]
    public void Between_ClocksGoBack_RunsAsOftenAsItShould(string cron, int times, string because)
    {
        var berlin = new Occurrences(new ScheduleRule { Cron = cron, TimeZone = "Europe/Berlin" });

        berlin.Between(At("2026-10-24T22:00"), At("2026-10-25T22:59:59")).Should().HaveCount(times, because);
    }

    [Fact]
    public void Next_Interval_IsAlignedToItsStartOrToTheZonesMidnight()
    {
        var quarter = new ScheduleRule { Every = TimeSpan.FromMinutes(15) };

        new Occurrences(quarter).Next(Noon).Should().Be(Noon.AddMinutes(15));
        new Occurrences(quarter with { StartsAt = Noon.AddMinutes(5) }).Between(Noon, Noon.AddHours(1)).Select(at => at.Minute).Should()
            .Equal(5, 20, 35, 50);
        new Occurrences(new ScheduleRule { Every = TimeSpan.FromDays(1), TimeZone = "Asia/Tokyo" }).Next(Noon).Should()
            .Be(At("2026-11-27T15:00"));
    }

    [Fact]
    public void Next_IntervalFromLastEnd_IsCountedFromTheGivenTime() =>
        new Occurrences(new ScheduleRule { Every = TimeSpan.FromMinutes(10), FromLastEnd = true }).Next(Noon.AddSeconds(7)).Should()
            .Be(Noon.AddSeconds(607));

    [Fact]
    public void Next_Dates_AreSortedAndEnd()
    {
        var dates = new Occurrences(new ScheduleRule { Dates = [Noon.AddDays(2), Noon.AddDays(1), Noon.AddDays(-1), Noon.AddDays(1)] });

        dates.Between(Noon, DateTimeOffset.MaxValue).Should().Equal(Noon.AddDays(1), Noon.AddDays(2));
        dates.Next(Noon.AddDays(2)).Should().BeNull();
    }

    [Fact]
    public void Between_StartAndEnd_AreIncluded() =>
        new Occurrences(new ScheduleRule { Cron = "0 12 * * *", StartsAt = Noon, EndsAt = Noon.AddDays(2) })
            .Between(DateTimeOffset.MinValue.AddDays(1), DateTimeOffset.MaxValue).Should().Equal(Noon, Noon.AddDays(1), Noon.AddDays(2));

    [Fact]
    public void Next_Holiday_IsSkippedOrMovedToTheNextDayThatIsNone()
    {
        var christmas = new HolidayCalendar("christmas", [new(new(2026, 12, 24)), new(new(2026, 12, 25)), new(new(2026, 12, 26))]);
        var daily = new ScheduleRule { Cron = "0 3 * * *", TimeZone = "Europe/Berlin", Calendar = "christmas" };
        var (from, to) = (At("2026-12-23T00:00"), At("2026-12-28T00:00"));

        new Occurrences(daily, christmas).Between(from, to).Select(at => at.Day).Should().Equal(23, 27);
        new Occurrences(daily with { OnHoliday = OnHoliday.Move }, christmas).Between(from, to).Select(at => at.Day).Should()
            .Equal([23, 27], "four runs at one time are one");
        new Occurrences(daily with { Cron = "0 3 25 12 *", OnHoliday = OnHoliday.Move }, christmas).Next(from).Should()
            .Be(At("2026-12-27T02:00"));
        new Occurrences(daily with { Cron = "0 3 25 12 *", OnHoliday = OnHoliday.Move }, christmas).Next(At("2026-12-26T12:00")).Should()
            .Be(At("2026-12-27T02:00"), "it moves past the time from which is looked");
    }

    [Theory]
    [InlineData("0 3 * 13 *", "The month is 13, but must be between 1 and 12, or JAN to DEC.")]
    [InlineData("0 25 * * *", "The hour is 25, but must be between 0 and 23.")]
    [InlineData("60 3 * * *", "The minute is 60, but must be between 0 and 59.")]
    [InlineData("0 3 32 * *", "The day of the month is 32, but must be between 1 and 31.")]
    [InlineData("0 3 * * 8", "The day of the week is 8, but must be between 0 and 7 (0 and 7 are Sunday), or SUN to SAT.")]
    [InlineData("0 3 *",
        "\"0 3 *\" has 3 fields. "
            + "A cron expression has 5 (minute, hour, day of the month, month, day of the week), or 6 with seconds first.")]
    [InlineData("", "\"\" has 0 fields.*")]
    [InlineData("every day", "\"every day\" has 2 fields.*")]
    [InlineData("a b c d e", "\"a b c d e\" is not a cron expression. *")]
    [InlineData("@fortnightly", "\"@fortnightly\" is not a cron expression. *")]
    public void Constructor_InvalidCron_SaysWhichFieldAndWhy(string cron, string message) =>
        FluentActions.Invoking(() => new Occurrences(new ScheduleRule { Cron = cron })).Should().Throw<FormatException>()
            .WithMessage(message);

    [Fact]
    public void Constructor_UnknownZone_ReportsIt() =>
        FluentActions.Invoking(() => new Occurrences(new ScheduleRule { Cron = "@daily", TimeZone = "Europe/Bärlin" }))
            .Should().Throw<FormatException>()
                .WithMessage("The time zone \"Europe/Bärlin\" does not exist. Use a name such as \"Europe/Berlin\".");

    [Fact]
    public void Next_31February_IsNever() => new Occurrences(new ScheduleRule { Cron = "0 0 31 2 *" }).Next(Noon).Should().BeNull();

    [Fact]
    public void Latest_AYearOfSeconds_LooksOnlyAtTheEnd() =>
        new Occurrences(new ScheduleRule { Cron = "* * * * * *" }).Latest(Noon.AddYears(-1), Noon, 3).Should()
            .Equal(Noon.AddSeconds(-2), Noon.AddSeconds(-1), Noon);

    [Theory]
    [InlineData("0 3 * * MON-FRI", "Every weekday at 03:00")]
    [InlineData("0 3 * * *", "Every day at 03:00")]
    [InlineData("30 8,17 * * 1,4", "Every Monday and Thursday at 08:30 and 17:30")]
    [InlineData("*/15 * * * *", "Every 15 minutes")]
    [InlineData("*/15 * * * MON", "Every 15 minutes on Monday")]
    [InlineData("0 * * * *", "Every hour")]
    [InlineData("5 * * * *", "Every hour at minute 5")]
    [InlineData("0 0 1 * *", "On day 1 of every month at 00:00")]
    [InlineData("0 0 1,15 1,7 *", "On days 1 and 15 in January and July at 00:00")]
    [InlineData("0 0 L * *", "On the last day of every month at 00:00")]
    [InlineData("0 9 15W * *", "On the weekday nearest day 15 of every month at 09:00")]
    [InlineData("0 9 * * MON#1", "On the first Monday of every month at 09:00")]
    [InlineData("0 9 * * FRIL", "On the last Friday of every month at 09:00")]
    [InlineData("0 12 * DEC *", "Every day in December at 12:00")]
    [InlineData("15 0 3 * * *", "Every day at 03:00:15")]
    [InlineData("@hourly", "Every hour")]
    [InlineData("3-59/7 4-6 * * *", "Cron \"3-59/7 4-6 * * *\"")]
    public void DescribeCron_IsPlainEnglish(string cron, string expected) => ScheduleText.DescribeCron(cron).Should().Be(expected);

    [Fact]
    public void Describe_SaysZoneCalendarAndPeriod()
    {
        ScheduleText.Describe(new ScheduleRule
        {
            Cron = "0 3 * * MON-FRI",
            TimeZone = "Europe/Berlin",
            Calendar = "german-holidays",
            EndsAt = Noon
        })
            .Should().Be("Every weekday at 03:00, Europe/Berlin, not on german-holidays, until 2026-11-27");
        ScheduleText.Describe(new ScheduleRule { Every = TimeSpan.FromHours(1) }).Should().Be("Every hour");
        ScheduleText.Describe(new ScheduleRule { Every = TimeSpan.FromMinutes(90), FromLastEnd = true }).Should()
            .Be("90 minutes after the previous run has ended");
        ScheduleText.Describe(new ScheduleRule { Dates = [Noon] }).Should().Be("Once on 2026-11-27 12:00 UTC");
    }

    [Fact]
    public void FromIcs_AllDayEvents_AreRead()
    {
        var calendar = HolidayCalendar.FromIcs("holidays",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\n"
            + "SUMMARY:Christmas\\, both\r\n  days\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nDTSTART:20261231T100000Z\r\nSUMMARY:A meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

        calendar.Days.Should().Equal(new Holiday(new(2026, 12, 25), "Christmas, both days"),
            new Holiday(new(2026, 12, 26), "Christmas, both days"));
        FluentActions.Invoking(() => HolidayCalendar.FromIcs("holidays", "hello")).Should().Throw<FormatException>()
            .WithMessage("The file contains no all-day event.*");
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
