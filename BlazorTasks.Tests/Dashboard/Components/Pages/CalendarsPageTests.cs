namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class CalendarsPageTests : DashboardTest
{
    [Fact]
    public async Task NewCalendar_WrongThenRight_SaysWhatIsWrongAndStoresIt()
    {
        var cut = Render<CalendarsPage>();
        cut.Find(".empty h2").TextContent.Should().Be("No holiday calendars yet");

        var creating = cut.InvokeAsync(() => cut.Find(".head .end button").ClickAsync(new()));
        Dialogs.WaitForElement("[role=dialog]");
        await SaveAsync("German Holidays", "2026-12-25 Christmas");
        Dialogs.WaitForAssertion(() => Dialogs.Find("#calendar-name-err").TextContent.Should().Contain("kebab-case"));
        await SaveAsync("german-holidays", "2099-12-25 Christmas");
        await creating;

        cut.WaitForAssertion(() => cut.Find("tbody tr").TextContent.Should().Contain("german-holidays")
            .And.Contain("25 Dec 2099, Christmas"));
        (await Monitor.Schedules.CalendarsAsync()).Should().ContainSingle().Which.Days.Should()
            .Equal(new Holiday(new(2099, 12, 25), "Christmas"));
    }

    [Fact]
    public async Task Edit_OfACalendar_ShowsItsDaysAndReplacesThem()
    {
        await Monitor.Schedules.PutCalendarAsync(new("holidays", [new(new(2099, 12, 25), "Christmas")]));
        var cut = Render<CalendarsPage>();

        var editing = cut.InvokeAsync(() => cut.WaitForElement("[aria-label='Edit holidays']").ClickAsync(new()));
        Dialogs.WaitForElement("#calendar-days").GetAttribute("value").Should().Be("2099-12-25 Christmas");
        await SaveAsync(null, "2099-12-26");
        await editing;

        (await Monitor.Schedules.CalendarsAsync()).Single().Days.Should().Equal(new Holiday(new(2099, 12, 26)));
    }

    [Fact]
    public async Task Delete_OfACalendarInUse_SaysWhatItMeans()
    {
        await Monitor.Schedules.PutCalendarAsync(new("holidays", [new(new(2099, 12, 25))]));
        await Monitor.Schedules.CreateAsync(
            "nightly",
            new() { Definition = "no-result", Rule = new() { Cron = "0 3 * * *", Calendar = "holidays" } },
            "local");
        var cut = Render<CalendarsPage>();
        cut.WaitForAssertion(() => cut.Find("tbody tr").TextContent.Should().Contain("1\u00A0schedule"));

        var deleting = cut.InvokeAsync(() => cut.Find("[aria-label='Delete holidays']").ClickAsync(new()));
        Dialogs.WaitForElement("[role=dialog]").TextContent.Should().Contain("1\u00A0schedule uses it and will be paused when next due");
        await PressInDialogAsync("Delete calendar");
        await deleting;

        (await Monitor.Schedules.CalendarsAsync()).Should().BeEmpty();
    }

    private async Task SaveAsync(string? name, string days)
    {
        if (name is not null)
        {
            await Dialogs.InvokeAsync(() => Dialogs.Find("#calendar-name").ChangeAsync(new() { Value = name }));
        }

        await Dialogs.InvokeAsync(() => Dialogs.Find("#calendar-days").ChangeAsync(new() { Value = days }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#calendar").SubmitAsync());
    }
}
