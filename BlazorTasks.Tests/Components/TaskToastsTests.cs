using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskToastsTests : ComponentsTest
{
    [Fact]
    public async Task Finish_MineAndOthers_ShowsMineAndClosesIt()
    {
        var cut = Render<TaskToasts>(all => all.Add(one => one.Duration, TimeSpan.FromMilliseconds(300)));

        await Monitor.Start("Mine", _ => { }, Annas).Completion;
        await Monitor.Start("His", _ => { }, Bens).Completion;

        cut.WaitForElement(".bt-toast[role=status]").TextContent.Should().Contain("Mine");
        cut.WaitForAssertion(() => cut.FindAll(".bt-toast").Should().BeEmpty());
    }

    [Fact]
    public async Task Fail_Mine_StaysUntilItIsClosed()
    {
        var cut = Render<TaskToasts>(all => all.Add(one => one.Duration, TimeSpan.Zero));
        Monitor.Start("Mine", new Action<TaskContext>(_ => throw new IOException("The disk is full.")), Annas);

        cut.WaitForElement(".bt-toast[role=alert]").TextContent.Should().Contain("The disk is full.");
        await cut.InvokeAsync(() => cut.Find("button[aria-label='Close: Mine']").ClickAsync(new()));

        cut.FindAll(".bt-toast").Should().BeEmpty();
    }

    [Fact]
    public async Task Ask_Mine_StaysUntilItIsAnswered()
    {
        var cut = Render<TaskToasts>(all => all.Add(one => one.Duration, TimeSpan.FromDays(1)));
        var task = await AskAsync(task => task.ConfirmAsync("Publish?"));
        cut.WaitForElement(".bt-toast").TextContent.Should().Contain("Publish?");

        await Monitor.AnswerAsync(task.Id, "1", true);

        cut.WaitForAssertion(() => cut.FindAll(".bt-toast[data-state=waiting]").Should().BeEmpty());
    }
}
