using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskBellTests : ComponentsTest
{
    [Fact]
    public async Task Open_AfterTasksFinished_ResetsTheCountInEveryTab()
    {
        var (cut, other) = (Render<TaskBell>(), Render<TaskBell>());
        await Monitor.Start("Mine", _ => { }, Annas).Completion;
        await Monitor.Start("His", _ => { }, Bens).Completion;
        cut.WaitForAssertion(() => cut.Find(".bt-count").TextContent.Should().Be("1"));
        cut.Find("button").GetAttribute("aria-label").Should().Be("Tasks, 1 new");

        await cut.InvokeAsync(() => cut.Find("[popover]").TriggerEventAsync("ontoggle", EventArgs.Empty));

        cut.WaitForAssertion(() => cut.FindAll(".bt-count").Should().BeEmpty());
        other.WaitForAssertion(() => other.FindAll(".bt-count").Should().BeEmpty());
        cut.FindAll(".bt-name").Select(name => name.TextContent).Should().Equal("Mine");
    }

    [Fact]
    public async Task Render_FinishedSinceTheLastLookOfAnEarlierProcess_IsNew()
    {
        await Monitor.Settings.SetAsync("seen", "anna", new { At = DateTimeOffset.UnixEpoch });
        await Monitor.Start("Mine", _ => { }, Annas).Completion;

        Render<TaskBell>().Find(".bt-count").TextContent.Should().Be("1");
    }

    [Fact]
    public async Task Render_QuestionsAndRunningTasks_AreListedApart()
    {
        StartHeld("Export");
        await AskAsync(task => task.ConfirmAsync("Sure?"));
        await Monitor.UntilActive(active => active.InProgress.Count == 2);

        var cut = Render<TaskBell>();

        cut.FindAll("h2").Select(title => title.TextContent).Should().Equal("Questions for you", "In progress");
        cut.Find(".bt-count").TextContent.Should().Be("1");
    }

    [Fact]
    public void Render_Nothing_SaysSo() => Render<TaskBell>().Find(".bt-none").TextContent.Should().Be("No tasks yet.");
}
