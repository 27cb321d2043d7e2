namespace BlazorTasks.Tests.Core.Notifications;

public sealed class NotificationPreferencesTests
{
    private static readonly NotificationPreferences Nights = new()
    {
        Events = [NotificationEvent.Failed],
        Definitions = new Dictionary<string, IReadOnlyList<NotificationEvent>> { ["import"] = [NotificationEvent.Succeeded] },
        QuietFrom = new TimeOnly(22, 0),
        QuietTo = new TimeOnly(7, 30),
        TimeZone = "Europe/Stockholm",
    };

    [Theory]
    [InlineData("2026-11-02T21:59:00+01:00", "2026-11-02T21:59:00+01:00")]
    [InlineData("2026-11-02T22:00:00+01:00", "2026-11-03T07:30:00+01:00")]
    [InlineData("2026-11-03T05:00:00+01:00", "2026-11-03T07:30:00+01:00")]
    [InlineData("2026-11-03T07:30:00+01:00", "2026-11-03T07:30:00+01:00")]
    [InlineData("2026-10-24T23:00:00+02:00", "2026-10-25T07:30:00+01:00")] // the clocks go back in this night
    public void EarliestAt_QuietHoursOverMidnight_IsTheirEnd(string now, string expected) =>
        Nights.EarliestAt(Time(now)).Should().Be(Time(expected));

    [Fact]
    public void NextDigestAt_ItsTimeHasPassed_IsTomorrow() =>
        (Nights with { DigestAt = new TimeOnly(8, 0) }).NextDigestAt(Time("2026-11-02T08:00:00+01:00")).Should()
            .Be(Time("2026-11-03T08:00:00+01:00"));

    [Fact]
    public void Wants_DefinitionWithChoicesOfItsOwn_FollowsOnlyThem()
    {
        var import = new TaskSnapshot { Id = TaskId.New(Time("2026-11-02T08:00:00Z")), Name = "Import", Definition = "import" };

        Nights.Wants(import, NotificationEvent.Succeeded).Should().BeTrue();
        Nights.Wants(import, NotificationEvent.Failed).Should().BeFalse();
        Nights.Wants(import with { Definition = null }, NotificationEvent.Failed).Should().BeTrue();
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
