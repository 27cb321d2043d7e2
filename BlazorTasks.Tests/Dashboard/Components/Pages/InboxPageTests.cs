using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Prompts;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class InboxPageTests : DashboardTest
{
    [Fact]
    public void Render_NothingAsked_SaysWhatWouldBeHere()
    {
        var cut = Render<InboxPage>();

        cut.Find(".empty h2").TextContent.Should().Be("No questions for you");
    }

    [Fact]
    public async Task Render_Questions_AreOldestFirstAndThoseOfOthersAside()
    {
        Login.SetAuthorized("Anna Lind");
        await AskAsync("First?");
        await AskAsync("Second?");
        await AskAsync("Not for her?", Answerers.SomeoneElse);

        var cut = Render<InboxPage>();

        cut.WaitForAssertion(() => cut.FindAll(".ask-card h2").Select(title => title.TextContent).Should().Equal("First?", "Second?"));
        cut.Find(".sub").TextContent.Should().Be("2\u00a0questions for you");
        cut.FindAll("aside .talk .dim").Select(title => title.TextContent).Should().Equal("Not for her?");
    }

    [Fact]
    public async Task Answer_BySomeoneElse_TheQuestionLeavesAtRestAndStaysWhileSomeoneIsAtWork()
    {
        Login.SetAuthorized("Anna Lind");
        var first = await AskAsync("First?");
        var second = await AskAsync("Second?");
        var cut = Render<InboxPage>();
        cut.WaitForAssertion(() => cut.FindAll(".ask-card").Should().HaveCount(2));

        await Monitor.AnswerAsync(first.Id, "1", (object)true, new Person("Jonas Berg"));
        cut.WaitForAssertion(() => cut.FindAll(".ask-card").Should().ContainSingle());
        await cut.InvokeAsync(() => cut.FindComponent<BlazorTasks.Dashboard.Components.Live.StableList>().Instance.Hold(true));
        await Monitor.AnswerAsync(second.Id, "1", (object)true, new Person("Jonas Berg"));

        cut.WaitForAssertion(() => cut.Find(".ask-card [role=status]").TextContent.Should().StartWith("Jonas Berg answered “Yes”"));
    }

    [Fact]
    public async Task Answer_ByMeWhileIAmInTheList_LeavesANoteUntilTheListIsAtRest()
    {
        Login.SetAuthorized("Anna Lind");
        await AskAsync("First?");
        await AskAsync("Second?");
        var cut = Render<InboxPage>();
        cut.WaitForAssertion(() => cut.FindAll(".ask-card").Should().HaveCount(2));
        var list = cut.FindComponent<BlazorTasks.Dashboard.Components.Live.StableList>().Instance;
        await cut.InvokeAsync(() => list.Hold(true));

        await cut.InvokeAsync(() => cut.FindAll(".ask-card button").First(button => button.TextContent == "Yes")
            .ClickAsync(new())); // found and pressed between two renders

        cut.WaitForAssertion(() => cut.FindAll(".ask-card")[0].TextContent.Should().Contain("answered “Yes”"));
        cut.FindAll(".ask-card").Should().HaveCount(2);
        await cut.InvokeAsync(() => list.Hold(false));
        cut.WaitForAssertion(() => cut.FindAll(".ask-card h2").Select(title => title.TextContent).Should().Equal("Second?"));
    }

    [Fact]
    public async Task Render_Answered_ListsWhatWasAnsweredTodayNewestFirst()
    {
        Login.SetAuthorized("Anna Lind");
        var (first, second) = (await AskAsync("Publish 1,204 rows?"), await AskAsync("Second?"));
        await Monitor.AnswerAsync(first.Id, "1", (object)true, new Person("Jonas Berg"));
        await first.Completion;

        var cut = Render<InboxPage>();
        cut.WaitForAssertion(() => cut.FindAll("[aria-labelledby=h-answered] li").Should().ContainSingle());
        await Monitor.AnswerAsync(second.Id, "1", (object)false, new Person("Anna Lind"));

        cut.WaitForAssertion(() => cut.FindAll("[aria-labelledby=h-answered] .dim").Select(title => title.TextContent).Should()
            .Equal("Second?", "Publish 1,204 rows?"));
        cut.FindAll("[aria-labelledby=h-answered] b").Select(answer => answer.TextContent).Should().Equal("No", "Yes");
        cut.FindAll("[aria-labelledby=h-answered] small").Select(small => small.TextContent.Split(',')[0]).Should()
            .Equal("You", "Jonas Berg");
        await Monitor.RemoveAsync(first.Id);
        cut.WaitForAssertion(() => cut.FindAll("[aria-labelledby=h-answered] li").Should().ContainSingle());
    }

    [Fact]
    public async Task Render_AnsweredYesterday_IsNotToday()
    {
        var prompt = new Prompt("1", PromptKind.Confirm, "First?") { Form = PromptForms.Confirm("First?", "Yes", "No") };
        var recorded = new RecordedTask("Ask", TimeProvider.System.GetUtcNow().AddDays(-1)).Add(new TaskStarting("a", 1))
            .Add(new TaskRunning())
            .Add(new PromptAsked(prompt)).Add(new PromptAnswered("1", "anna", Json.Parse("""{"value":true}""")))
                .Add(new TaskSucceeded(null));
        await Store.CommitAsync([recorded.TakeEntry()], default);

        var cut = Render<InboxPage>();

        cut.WaitForAssertion(() => cut.Find(".empty h2").TextContent.Should().Be("No questions for you"));
        cut.FindAll("[aria-labelledby=h-answered]").Should().BeEmpty();
    }

    [Fact]
    public async Task SideBar_Questions_CountsThoseForThisPerson()
    {
        Login.SetAuthorized("Anna Lind");
        var cut = Render<SideBar>();
        cut.FindAll(".count-ask").Should().BeEmpty();

        var task = await AskAsync("First?");
        await AskAsync("Not for her?", Answerers.SomeoneElse);

        cut.WaitForAssertion(() => cut.Find(".count-ask").TextContent.Should().Be("1"));
        await Monitor.AnswerAsync(task.Id, "1", (object)true);
        cut.WaitForAssertion(() => cut.FindAll(".count-ask").Should().BeEmpty());
    }

    [Fact]
    public async Task Arrivals_NewQuestion_IsCountedShownAndNotified()
    {
        await AskAsync("Before?");
        Render<TaskNotifications>();
        JSInterop.Invocations["blazorTasks.questions"].Should().ContainSingle().Which.Arguments.Should().Equal(1);

        await AskAsync("First?");

        await Eventually.TrueAsync(() => JSInterop.Invocations["blazorTasks.notify"].Count == 1);
        JSInterop.Invocations["blazorTasks.notify"][0].Arguments[1].Should().Be("First?");
        JSInterop.Invocations["blazorTasks.questions"][^1].Arguments.Should().Equal(2);
        JSInterop.Invocations["blazorTasks.say"].Should().ContainSingle().Which.Arguments[0].Should().Be("Ask asks: First?");
    }

    private async Task<MonitoredTask> AskAsync(string title, Answerers? who = null)
    {
        var task = Monitor.Start("Ask", task => task.ConfirmAsync(title, new() { For = who ?? Answerers.Anyone }),
            new() { Owner = "Anna Lind" });
        await Monitor.UntilActive(active => active.Questions.Any(one => one.Id == task.Id));
        return task;
    }
}
