using AngleSharp.Dom;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class SchedulesPageTests : DashboardTest
{
    private static readonly ScheduleSettings Nightly =
        new() { Definition = "no-result", Title = "Nightly", Rule = new() { Cron = "0 3 * * *", TimeZone = "Europe/Berlin" } };

    [Fact]
    public void Render_NoSchedules_SaysWhatToDoNext()
    {
        var cut = Render<SchedulesPage>();

        cut.Find(".empty h2").TextContent.Should().Be("No schedules yet");
        cut.Find(".empty .acts a").GetAttribute("href").Should().Be("new-schedule");
        cut.FindAll("[role=search]").Should().BeEmpty();
    }

    [Fact]
    public async Task Render_Schedules_SayWhatWhenAndHow()
    {
        await CreateAsync("nightly", Nightly);
        await CreateAsync("often",
            new() { Definition = "double", Input = Json.Parse("""{"number":2}"""), Rule = new() { Every = TimeSpan.FromMinutes(15) } });
        await Monitor.Schedules.PauseAsync("often", "Anna Lind", reason: "The shop moves");

        var cut = Render<SchedulesPage>();

        cut.FindAll("tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("td").Take(5).Select(TextOf))).Should()
            .SatisfyRespectively(
            row => row.Should().Be("Paused by Anna Lind|Double Every 15 minutes|Double|not while paused|never run"),
            row => row.Should().MatchRegex(
                @"^Active\|Nightly Every day at 03:00, Europe/Berlin\|No result\|.*, 0[12]:00 in .*\|never run$"));
        cut.Find(".sub").TextContent.Should().Be("1 active, 1 paused");
        cut.Find("tbody .why").GetAttribute("title").Should().EndWith("The shop moves");
        cut.FindAll(".up-line a").Select(lane => lane.TextContent).Should().Equal("Nightly");
    }

    [Fact]
    public async Task RunNow_Pressed_StartsATaskAndShowsIt()
    {
        await CreateAsync("nightly", Nightly);
        var cut = Render<SchedulesPage>();

        await cut.InvokeAsync(() => cut.Find("[aria-label='Run now: Nightly']").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find("tbody .last-run").TextContent.Should().Contain("took"));
        cut.Find("tbody .runs").GetAttribute("aria-label").Should().Be("Last 1\u00A0run: 1 succeeded, 0 failed");
        (await Monitor.ListAsync(new TaskQuery { Schedule = "nightly" })).Items.Should().ContainSingle().Which.Owner.Should().BeNull();
    }

    [Fact]
    public async Task Menu_OfASchedule_PausesResumesSkipsAndDeletes()
    {
        await CreateAsync("nightly", Nightly);
        var cut = Render<SchedulesPage>();

        await ChooseAsync(cut, "Pause…");
        await Dialogs.InvokeAsync(() => Dialogs.Find("#pause-reason").ChangeAsync(new() { Value = "The shop moves" }));
        await Dialogs.InvokeAsync(() => Dialogs.Find("#pause").SubmitAsync());
        cut.WaitForAssertion(() => cut.Find("tbody .state").TextContent.Should().Be("Paused"));
        (await Monitor.Schedules.GetAsync("nightly"))!.Pause.Should().BeEquivalentTo(new { By = "local", Reason = "The shop moves" });

        await ChooseAsync(cut, "Resume");
        cut.WaitForAssertion(() => cut.Find("tbody .state").TextContent.Should().Be("Active"));
        var due = (await Monitor.Schedules.GetAsync("nightly"))!.DueAt;

        await ChooseAsync(cut, "Skip next run");
        await Eventually.TrueAsync(async () => (await Monitor.Schedules.GetAsync("nightly"))!.DueAt > due);

        var deleting = ChooseAsync(cut, "Delete…");
        Dialogs.WaitForElement("[role=dialog]");
        await PressInDialogAsync("Delete schedule");
        await deleting;
        cut.WaitForElement(".empty");
    }

    [Fact]
    public async Task Menu_OfAScheduleDeclaredInCode_HasNoEditAndNoDelete()
    {
        await Store.Schedules.PutAsync(new() { Id = "nightly", Settings = Nightly, IsDeclared = true }, null, default);
        var cut = Render<SchedulesPage>();

        cut.Find("tbody .tag").TextContent.Should().Be("In code");
        await cut.InvokeAsync(() => cut.Find("[aria-haspopup=menu][aria-label^='More']").ClickAsync(new()));

        Popovers.WaitForAssertion(() => Popovers.FindAll("[role=menuitem]").Select(item => item.TextContent.Trim()).Should()
            .Equal("Run now", "Pause…", "Show in history"));
    }

    [Theory]
    [InlineData("?q=night", "Nightly")]
    [InlineData("?state=paused", "Double")]
    [InlineData("?definition=double", "Double")]
    [InlineData("?q=nothing", "")]
    public async Task Render_Filter_IsInTheAddress(string query, string expected)
    {
        await CreateAsync("nightly", Nightly);
        await CreateAsync("often",
            new() { Definition = "double", Input = Json.Parse("""{"number":2}"""), Rule = new() { Cron = "@hourly" } });
        await Monitor.Schedules.PauseAsync("often");
        Navigation.NavigateTo($"/schedules{query}");

        var cut = Render<SchedulesPage>();

        string.Concat(cut.FindAll("tbody .cell-name a").Select(title => title.TextContent)).Should().Be(expected);
        cut.FindAll(".empty h2").Select(title => title.TextContent).Should().Equal(expected.Length == 0 ? ["No matching schedules"] : []);
    }

    private async Task CreateAsync(string id, ScheduleSettings settings) =>
        (await Monitor.Schedules.CreateAsync(id, settings, "local")).Message.Should().StartWith("Accepted");

    private async Task ChooseAsync(IRenderedComponent<SchedulesPage> cut, string item)
    {
        await cut.InvokeAsync(() => cut.Find("[aria-haspopup=menu][aria-label^='More']").ClickAsync(new()));
        Popovers.WaitForAssertion(() => Popovers.FindAll("[role=menuitem]").Should().Contain(one => one.TextContent.Trim() == item));
        await Popovers.InvokeAsync(() => Popovers.FindAll("[role=menuitem]").Single(one => one.TextContent.Trim() == item)
            .ClickAsync(new()));
    }

    private static string TextOf(IElement cell) => string.Join(' ', cell.Descendants<IText>()
        .SelectMany(text => text.Data.Replace('\u00A0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
