using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Tests.Dashboard.Components.Notifications;

public class NotificationBellTests : DashboardTest
{
    private static readonly StartOptions Mine = new() { Owner = "local" };

    [Fact]
    public async Task Open_AfterTasksFinished_ListsMineAndResetsTheCountInEveryTab()
    {
        var (cut, other) = (Render<NotificationBell>(), Render<NotificationBell>());
        await Monitor.Start("Mine", _ => { }, Mine).Completion;
        await Monitor.Start("Hers", _ => { }, new StartOptions { Owner = "anna" }).Completion;
        cut.WaitForAssertion(() => cut.Find("button").GetAttribute("aria-label").Should().Be("Notifications, 1 new"));

        await cut.InvokeAsync(() => cut.Find("button").ClickAsync(new()));

        Popovers.WaitForAssertion(() => Popovers.FindAll(".news b").Select(name => name.TextContent).Should().Equal("Mine"));
        Popovers.FindAll(".new-dot").Should().ContainSingle();
        cut.WaitForAssertion(() => cut.FindAll(".bell-count").Should().BeEmpty());
        other.WaitForAssertion(() => other.FindAll(".bell-count").Should().BeEmpty());
    }

    [Fact]
    public async Task Render_FinishedSinceTheLastLookOfAnEarlierProcess_IsNew()
    {
        await Monitor.Settings.SetAsync("seen", "local", new { At = DateTimeOffset.UnixEpoch });
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Monitor.Start($"Mine {number}", _ => { }, Mine).Completion));

        Render<NotificationBell>().Find(".bell-count").TextContent.Should().Be("12");
    }

    [Fact]
    public async Task Question_OpenAndAnswered_IsCountedUntilItIsAnswered()
    {
        var cut = Render<NotificationBell>();
        var task = Monitor.Start("Publish", code => code.ConfirmAsync("Publish 1,204 rows?"), new StartOptions { Owner = "anna" });
        cut.WaitForAssertion(() => cut.Find(".bell-count").TextContent.Should().Be("1"));

        await cut.InvokeAsync(() => cut.Find("button").ClickAsync(new()));
        Popovers.WaitForAssertion(() => Popovers.Find(".news b").TextContent.Should().Be("Publish 1,204 rows?"));
        cut.Find(".bell-count").TextContent.Should().Be("1", "only an answer ends a question");
        await Monitor.AnswerAsync(task.Id, "1", (object)true);

        cut.WaitForAssertion(() => cut.FindAll(".bell-count").Should().BeEmpty());
    }

    [Fact]
    public async Task Open_Nothing_SaysSoAndLeadsToTheSettings()
    {
        var cut = Render<NotificationBell>();

        await cut.InvokeAsync(() => cut.Find("button").ClickAsync(new()));

        Popovers.WaitForAssertion(() => Popovers.Find(".none").TextContent.Should()
            .Be("No questions for you, and none of your tasks has finished."));
        Popovers.FindAll("a[role=menuitem]").Select(line => line.GetAttribute("href")).Should()
            .Equal("history?owner=local", "notifications");
    }
}
