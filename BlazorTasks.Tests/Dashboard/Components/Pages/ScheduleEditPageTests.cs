namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class ScheduleEditPageTests : DashboardTest
{
    private static readonly ScheduleSettings Nightly = new()
    {
        Definition = "double",
        Title = "Nightly",
        Input = Json.Parse("""{"number":7}"""),
        Rule = new() { Cron = "0 3 * * 1-5", TimeZone = "Europe/Berlin" },
        Missed = OnMissed.Ask,
        Tags = ["crm"],
    };

    [Fact]
    public async Task New_FilledIn_IsCreatedAndShown()
    {
        Navigation.NavigateTo("/new-schedule?definition=double");
        var cut = Render<ScheduleEditPage>();
        cut.Find("#s-id").GetAttribute("value").Should().Be("double");

        await TypeAsync(cut, "#s-title", "Twice a night");
        await TypeAsync(cut, "#s-id", "twice");
        await TypeAsync(cut, "#f-number", "21");
        await TypeAsync(cut, "#s-at", "04:30");
        cut.Find("[aria-labelledby=preview-title] .strong").TextContent.Should().Be("Every weekday at 04:30, UTC");
        cut.FindAll(".next li").Should().HaveCount(5);
        await SaveAsync(cut);

        cut.WaitForAssertion(() => Navigation.Uri.Should().EndWith("/schedules/twice"));
        var created = (await Monitor.Schedules.GetAsync("twice"))!;
        created.Settings.Should()
            .BeEquivalentTo(new
            {
                Title = "Twice a night",
                Definition = "double",
                Owner = "local",
                Rule = new { Cron = "30 4 * * 1-5", TimeZone = "UTC" }
            });
        created.Settings.Input!.Value.GetRawText().Should().Be("""{"number":21}""");
        created.CreatedBy.Should().Be("local");
    }

    [Theory]
    [InlineData("0 3 * 13 *", "The month is 13, but must be between 1 and 12, or JAN to DEC.")]
    [InlineData("0 0 31 2 *", "\"0 0 31 2 *\" never fires: there is no such day in any year.")]
    public async Task Cron_ThatIsWrong_SaysSoAtOnceAtItsField(string cron, string message)
    {
        await Monitor.Schedules.CreateAsync("often", Nightly with { Rule = new() { Cron = "*/5 * * * *" } });
        var cut = Edit("often");

        await cut.InvokeAsync(() => cut.Find("#s-cron").InputAsync(new() { Value = cron }));

        cut.Find("#s-cron-err").TextContent.Should().Be(message);
        cut.Find("[aria-labelledby=preview-title] .say-bad").TextContent.Trim().Should().Be(message);
        cut.FindAll(".next").Should().BeEmpty();
    }

    [Fact]
    public async Task Save_InputAndIdThatAreWrong_SavesNothingAndSaysSoAtTheFields()
    {
        Navigation.NavigateTo("/new-schedule?definition=double");
        var cut = Render<ScheduleEditPage>();
        await TypeAsync(cut, "#s-id", "Not An Id");
        await TypeAsync(cut, "#f-number", "many");

        await SaveAsync(cut);

        cut.WaitForAssertion(() => cut.Find("#f-number-err").TextContent.Should().NotBeEmpty());
        cut.Find("[role=alert].err").TextContent.Should().StartWith("Nothing was saved.");
        (await Monitor.Schedules.ListAsync()).Should().BeEmpty();

        await TypeAsync(cut, "#f-number", "3");
        await SaveAsync(cut);

        cut.WaitForAssertion(() => cut.Find("#s-id-err").TextContent.Should().StartWith("Use a kebab-case name"));
    }

    [Fact]
    public async Task Edit_Saved_ChangesOnlyWhatWasChanged()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly, "Anna Lind");
        var cut = Edit("nightly");
        cut.Find("h1").TextContent.Should().Be("Edit Nightly");
        cut.Find("#f-number").GetAttribute("value").Should().Be("7");

        await TypeAsync(cut, "#s-at", "05:00");
        await SaveAsync(cut);

        cut.WaitForAssertion(() => Navigation.Uri.Should().EndWith("/schedules/nightly"));
        var changed = (await Monitor.Schedules.GetAsync("nightly"))!;
        changed.Settings.Should().BeEquivalentTo(
            Nightly with { Rule = Nightly.Rule with { Cron = "0 5 * * 1-5" } },
            options => options.Excluding(settings => settings.Input));
        changed.ChangedBy.Should().Be("local");
    }

    [Fact]
    public async Task Edit_ChangedBySomeoneElseMeanwhile_SaysSoAndLosesNothing()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly, "Anna Lind");
        var cut = Edit("nightly");
        await TypeAsync(cut, "#s-title", "Mine");
        await Monitor.Schedules.UpdateAsync("nightly", Nightly with { Title = "Theirs" }, "Jonas Berg");
        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().Contain("Jonas Berg changed this schedule"));

        await SaveAsync(cut);
        cut.WaitForAssertion(() => cut.Find("[role=alert].err").TextContent.Should().Be("Nothing was saved. See above."));
        cut.Find("#s-title").GetAttribute("value").Should().Be("Mine");
        (await Monitor.Schedules.GetAsync("nightly"))!.Settings.Title.Should().Be("Theirs");

        await cut.InvokeAsync(() => cut.FindAll(".banner button").Single(button => button.TextContent == "Save mine anyway")
            .ClickAsync(new()));
        await Eventually.TrueAsync(async () => (await Monitor.Schedules.GetAsync("nightly"))!.Settings.Title == "Mine");
    }

    [Fact]
    public async Task Edit_DeclaredInCode_CannotBeDoneHere()
    {
        await Store.Schedules.PutAsync(new() { Id = "nightly", Settings = Nightly, IsDeclared = true }, null, default);

        Edit("nightly").Find(".empty h2").TextContent.Should().Be("This schedule is declared in code");
        Edit("gone").Find(".empty h2").TextContent.Should().Be("Schedule not found");
    }

    [Fact]
    public async Task Duplicate_OfASchedule_BeginsWithItsSettingsAndAFreeId()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly);
        Navigation.NavigateTo("/new-schedule?from=nightly");

        var cut = Render<ScheduleEditPage>();

        cut.Find("#s-id").GetAttribute("value").Should().Be("nightly-2");
        cut.Find("#s-title").GetAttribute("value").Should().Be("Nightly");
        cut.Find("#f-number").GetAttribute("value").Should().Be("7");
    }

    [Fact]
    public async Task Draft_FromTheBrowser_ComesBack()
    {
        Navigation.NavigateTo("/new-schedule?definition=double");
        var cut = Render<ScheduleEditPage>();
        await TypeAsync(cut, "#s-title", "Half typed");
        var draft = cut.Find("[name=s-draft]").GetAttribute("value");

        var again = Render<ScheduleEditPage>();
        await again.InvokeAsync(() => again.Find("[name=s-draft]").ChangeAsync(new() { Value = draft }));

        again.Find("#s-title").GetAttribute("value").Should().Be("Half typed");
    }

    private IRenderedComponent<ScheduleEditPage> Edit(string id) => Render<ScheduleEditPage>(page => page.Add(p => p.Id, id));

    private static Task SaveAsync(IRenderedComponent<ScheduleEditPage> cut) => cut.InvokeAsync(() => cut.Find("form").SubmitAsync());

    /// <summary>Types into a field, which is read with each key or when it is left.</summary>
    private static Task TypeAsync(IRenderedComponent<ScheduleEditPage> cut, string field, string text) =>
        cut.InvokeAsync(() => cut.Find(field).ChangeAsync(new() { Value = text }));
}
