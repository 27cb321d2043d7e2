namespace BlazorTasks.Tests.Dashboard.Components.Formatting;

public class FormatsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.21, "210 ms")]
    [InlineData(4.9, "4 s")]
    [InlineData(228, "3 min 48 s")]
    [InlineData(60, "1 min")]
    [InlineData(7_440, "2 h 4 min")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(-5, "0 ms")]
    public void Duration_AnyLength_IsItsTwoLargestUnits(double seconds, string expected) =>
        Formats.Duration(TimeSpan.FromSeconds(seconds)).Replace('\u00A0', ' ').Should().Be(expected);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(20, "20 s ago")]
    [InlineData(250, "4 min ago")]
    [InlineData(7_300, "2 h ago")]
    [InlineData(90_000, "20 Nov 2026, 12:00")]
    public void Ago_AnyAge_IsRoughAndAfterADayTheDate(double seconds, string expected)
    {
        var stockholm = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(1), "x", "x");

        Formats.Ago(Noon.AddSeconds(-seconds), Noon, stockholm).Replace('\u00A0', ' ').Should().Be(expected);
    }

    [Fact]
    public void Exact_Always_NamesTheOffset()
    {
        Formats.Exact(Noon, TimeZoneInfo.Utc).Should().Be("12:00:00, 21 Nov 2026 (UTC)");
        Formats.Exact(Noon, TimeZoneInfo.CreateCustomTimeZone("x", new TimeSpan(5, 30, 0), "x", "x")).Should()
            .Be("17:30:00, 21 Nov 2026 (UTC+5:30)");
    }

    [Theory]
    [InlineData(62.9, "62 %")]
    [InlineData(100, "100 %")]
    public void Percent_Fraction_IsNotRoundedUp(double value, string expected) => Formats.Percent(value).Replace('\u00A0', ' ').Should()
        .Be(expected);

    [Theory]
    [InlineData(17, "17 B")]
    [InlineData(1_900_000, "1.9 MB")]
    public void Size_Bytes_AreReadable(long bytes, string expected) => Formats.Size(bytes).Replace('\u00A0', ' ').Should().Be(expected);
}
