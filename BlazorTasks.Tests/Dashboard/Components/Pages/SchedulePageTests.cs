using BlazorTasks.Dashboard.Components.Cards;
using BlazorTasks.Dashboard.Components.Details;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class SchedulePageTests : DashboardTest
{
    private static readonly ScheduleSettings Nightly = new()
    {
        Definition = "no-result",
        Rule = new() { Cron = "0 3 * * 1-5", TimeZone = "Europe/Berlin", Jitter = TimeSpan.FromMinutes(5) },
        Missed = OnMissed.Ask,
        AutoPauseAfter = 3,
    };

    [Fact]
    public async Task Render_ASchedule_ExplainsItself()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly, "Anna Lind");

        var cut = Open("nightly");

        cut.Find("h1").TextContent.Should().Be("No result");
        cut.Find(".rule").TextContent.Should().Be("Every weekday at 03:00, Europe/Berlin");
        cut.FindAll(".next li").Should().HaveCount(5).And.AllSatisfy(next => next.TextContent.Should().Contain("03:00 in Europe/Berlin"));
        cut.FindAll(".policies div").Select(policy => policy.TextContent).Should().Equal(
            "Missed runsA person is asked in the Inbox. Without an answer within 4\u00A0h, the latest is run.",
            "OverlapIf an earlier run is unfinished, the new one is skipped.",
            "Clock changesA time that is skipped in spring runs at the end of the gap. A time that occurs twice in autumn runs once.",
            "DelayEach run starts up to 5\u00A0min later, so that runs do not start together.",
            "After failuresIt is paused after 3 failures in a row.");
        cut.Markup.Should().Contain("by Anna Lind");
        cut.FindAll("aside dt").Select(name => name.TextContent).Should().Contain("Owner of its tasks").And.NotContain("Required role");
        cut.FindAll("a").Select(link => link.GetAttribute("href")).Should()
            .Contain(["history?schedule=nightly", "?schedule=nightly", "schedules/nightly/edit"]);
    }

    [Fact]
    public async Task Render_DefinitionOfARole_NamesTheRole()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly with { Definition = "guarded" });

        var cut = Open("nightly");

        cut.FindAll("aside dt").Single(name => name.TextContent == "Required role").NextElementSibling!.TextContent.Should()
            .Be("approver");
    }

    [Fact]
    public async Task Render_PausedSchedule_SaysWhoAndWhyAndCanBeResumed()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly);
        await Monitor.Schedules.PauseAsync("nightly", "Anna Lind", reason: "The shop moves");
        var cut = Open("nightly");
        cut.Find(".banner").TextContent.Should().Contain("Paused by Anna Lind").And.Contain("The shop moves");
        cut.FindAll(".next").Should().BeEmpty();

        await cut.InvokeAsync(() => cut.Find(".banner button").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.FindAll(".next li").Should().HaveCount(5));
        cut.FindAll(".banner").Should().BeEmpty();
    }

    [Fact]
    public async Task RunNow_Pressed_IsListedAndItsTaskSaysWhichScheduleStartedIt()
    {
        await Monitor.Schedules.CreateAsync("nightly", Nightly);
        var cut = Open("nightly");

        await cut.InvokeAsync(() => cut.FindAll(".head button").Single(button => button.TextContent == "Run now").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find("tbody .state").TextContent.Should().Be("Succeeded"));
        var task = (await Monitor.ListAsync(new() { Schedule = "nightly" })).Items.Single();
        Render<TaskFacts>(facts => facts.Add(f => f.Task, task)).Find("a[href='schedules/nightly']").ParentElement!.TextContent.Should()
            .Contain("due today");
        Render<TaskCard>(card => card.Add(c => c.Task, task)).Find("a.card-by").GetAttribute("href").Should().Be("schedules/nightly");
    }

    [Fact]
    public void Render_UnknownId_SaysWhereItsTasksAre()
    {
        var cut = Open("gone");

        cut.Find("h1").TextContent.Should().Be("Schedule not found");
        cut.Find("a[href='history?schedule=gone']").Should().NotBeNull();
    }

    private IRenderedComponent<SchedulePage> Open(string id) => Render<SchedulePage>(page => page.Add(p => p.Id, id));
}
