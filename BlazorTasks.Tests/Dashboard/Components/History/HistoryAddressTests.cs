using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Dashboard.Components.History;
using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.Tests.Dashboard.Components.History;

public class HistoryAddressTests
{
    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_Nothing_IsEverythingNewestFirst()
    {
        var (filter, problems) = Read("");

        filter.IsEmpty.Should().BeTrue();
        filter.ToQuery(Noon, Stockholm).Should().BeEquivalentTo(new TaskQuery());
        problems.Should().BeEmpty();
    }

    [Fact]
    public void Read_EveryFilter_IsInTheQuery()
    {
        var (filter, problems) = Read(
            "?q=%20spring%20&state=failed,Interrupted&definition=import-customers&owner=anna&tag=crm&node=web-1"
            + "&error=%20HTTP%20429,%20again&parent=01981fa2-7c1b-7000-8000-000000000001&from=2026-11-01&to=2026-11-03&min=1.5s&max=5min"
            + "&sort=duration&dir=asc&size=25&page=abc&n=26");

        problems.Should().BeEmpty();
        filter.First.Should().Be(26);
        filter.ToQuery(Noon, Stockholm).Should().BeEquivalentTo(new TaskQuery
        {
            Text = "spring",
            States = [TaskState.Failed, TaskState.Interrupted],
            Definition = "import-customers",
            Owner = "anna",
            Tag = "crm",
            Node = "web-1",
            Error = "HTTP 429, again",
            Parent = TaskId.Parse("01981fa2-7c1b-7000-8000-000000000001", null),
            From = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(1)),
            To = new DateTimeOffset(2026, 11, 4, 0, 0, 0, TimeSpan.FromHours(1)),
            MinDuration = TimeSpan.FromSeconds(1.5),
            MaxDuration = TimeSpan.FromMinutes(5),
            Sort = TaskSort.Duration,
            Ascending = true,
            Limit = 25,
            Cursor = "abc",
        });
    }

    [Theory]
    [InlineData("hour", "2026-11-21T11:00:00Z")]
    [InlineData("today", "2026-11-20T23:00:00Z")]
    [InlineData("day", "2026-11-20T12:00:00Z")]
    [InlineData("week", "2026-11-14T12:00:00Z")]
    [InlineData("month", "2026-10-22T12:00:00Z")]
    public void ToQuery_TimeThatMoves_BeginsWhereThePersonsClockSays(string time, string from) =>
        Read($"?time={time}").Filter.ToQuery(Noon, Stockholm).From.Should()
            .Be(DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-11-21T14:30", "2026-11-21T13:30:00Z")]
    [InlineData("2026-07-21T14:30", "2026-07-21T12:30:00Z")]
    [InlineData("2026-11-21T14:30:05Z", "2026-11-21T14:30:05Z")]
    [InlineData("2026-11-21T14:30:05%2B02:00", "2026-11-21T12:30:05Z")]
    public void Read_TimeOfDay_IsInThePersonsZoneUnlessItSaysOne(string from, string expected)
    {
        var (filter, problems) = Read($"?from={from}");

        problems.Should().BeEmpty();
        filter.From.Should().Be(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("?state=broken",
        "“broken” is not a valid value for “state” and was ignored. Use succeeded, failed, cancelled, declined, interrupted.")]
    [InlineData("?state=running", "“running” is not a valid value for “state”*")]
    [InlineData("?time=yesterday", "“yesterday” is not a valid value for “time” and was ignored. Use hour, today, day, week, month.")]
    [InlineData("?from=21.11.2026", "“21.11.2026” is not a valid value for “from” and was ignored. Use a date such as 2026-11-21*")]
    [InlineData("?to=9999-12-31", "“9999-12-31” is not a valid value for “to”*")]
    [InlineData("?from=2026-11-03&to=2026-11-01", "“from” is greater than “to”; both were ignored.")]
    [InlineData("?min=2h&max=1h", "“min” is greater than “max”; both were ignored.")]
    [InlineData("?min=long", "“long” is not a valid value for “min” and was ignored. Use a duration such as 30s, 5min or 2h.")]
    [InlineData("?min=-5s", "“-5s” is not a valid value for “min”*")]
    [InlineData("?max=99999999999999999999999d", "*is not a valid value for “max”*")]
    [InlineData("?sort=size", "“size” is not a valid value for “sort” and was ignored. Use time, duration, name.")]
    [InlineData("?size=51", "“51” is not a valid value for “size”*")]
    [InlineData("?states=failed", "Unknown filter “states” was ignored.")]
    public void Read_NotUnderstood_IsReportedAndIgnored(string address, string problem)
    {
        var (filter, problems) = Read(address);

        problems.Should().ContainSingle().Which.Should().Match(problem);
        filter.ToQuery(Noon, Stockholm).Should().BeEquivalentTo(new TaskQuery());
    }

    [Fact]
    public void Read_TimeBesideFrom_KeepsTheExactOne()
    {
        var (filter, problems) = Read("?time=today&from=2026-11-01");

        problems.Should().ContainSingle().Which.Should().Contain("“time” cannot be combined");
        filter.Time.Should().BeNull();
        filter.From.Should().NotBeNull();
    }

    [Fact]
    public void Read_HugeValues_AreCutOrOmitted()
    {
        var (filter, problems) = Read($"?q={new string('x', 400)}&owner={new string('y', 5_000)}&n=99999999999999999999");

        filter.Text.Should().HaveLength(TaskQuery.MaxText);
        filter.Owner.Should().BeNull();
        filter.First.Should().Be(1);
        problems.Should().Equal("The value of “owner” is too long and was ignored.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=50%25+%26+more&state=failed,declined&definition=import&owner=Anna+Lind&tag=c%2B%2B"
        + "&from=2026-11-01T14:30&to=2026-11-03&min=1.5s&max=90min&sort=name&dir=asc")]
    [InlineData("?time=today&sort=duration")]
    public void Write_AFilter_IsReadBackTheSame(string address)
    {
        var filter = Read(address).Filter;

        var (again, problems) = Read(HistoryAddress.Write(filter));

        problems.Should().BeEmpty();
        again.Should().BeEquivalentTo(filter);
    }

    [Fact]
    public void Read_NamesOfTheCaller_AreNotReported() =>
        HistoryAddress.Read(QueryHelpers.ParseQuery("?format=csv&owner=anna"), Stockholm, "format").Problems.Should().BeEmpty();

    [Fact]
    public void Parts_EveryFilter_IsNamedAndCanBeRemovedAlone()
    {
        var filter = Read("?q=spring&state=failed,cancelled&definition=import&owner=local&tag=crm&from=2026-11-01&to=2026-11-03&max=5s")
            .Filter;

        var parts = filter.Parts(Stockholm, "local", name => name == "import" ? "Import customers" : name);

        parts.Select(part => $"{part.Name}: {part.Value}".Replace('\u00A0', ' ')).Should().Equal(
            "Search: “spring”", "State: Failed or Cancelled", "Definition: Import customers", "Owner: You", "Tag: crm",
                "Finished: 1 Nov 2026 – 3 Nov 2026", "Duration: at most 5 s");
        parts.Should().AllSatisfy(part => part.Without.Parts(Stockholm, "local").Should().HaveCount(6));
        parts[5].Names.Should().Equal("time", "from", "to");
    }

    [Theory]
    [InlineData("?from=2026-11-01", "since 1 Nov 2026")]
    [InlineData("?to=2026-11-03", "until 3 Nov 2026")]
    [InlineData("?from=2026-11-03&to=2026-11-03", "3 Nov 2026")]
    [InlineData("?from=2026-11-03T14:30", "since 3 Nov 2026, 14:30")]
    [InlineData("?time=week", "Last 7 days")]
    public void Parts_Time_IsInEverydayWords(string address, string words) =>
        Read(address).Filter.Parts(Stockholm, "local").Should().ContainSingle().Which.Value.Should().Be(words);

    [Theory]
    [InlineData("250ms", 250, "250ms")]
    [InlineData("90", 90_000, "90s")]
    [InlineData("1.5 h", 5_400_000, "90min")]
    [InlineData("5m", 300_000, "5min")]
    [InlineData("5min", 300_000, "5min")]
    [InlineData("2D", 172_800_000, "2d")]
    [InlineData("0", 0, "0s")]
    public void LengthText_Read_IsWhatWasMeantAndIsWrittenShort(string text, double milliseconds, string written)
    {
        DurationFilter.Read(text).Should().Be(TimeSpan.FromMilliseconds(milliseconds));
        DurationFilter.Write(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1h30")]
    [InlineData("NaN")]
    [InlineData("1e9d")]
    public void LengthText_NoLength_IsNull(string text) => DurationFilter.Read(text).Should().BeNull();

    private static (HistoryFilter Filter, IReadOnlyList<string> Problems) Read(string address) =>
        HistoryAddress.Read(QueryHelpers.ParseQuery(address), Stockholm);
}
