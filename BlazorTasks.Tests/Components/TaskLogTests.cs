using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskLogTests : ComponentsTest
{
    [Fact]
    public async Task Render_LongLog_ShowsItsEndAndEarlierLinesOnRequest()
    {
        var task = Monitor.Start("Talk", task =>
        {
            for (var i = 1; i <= 9; i++)
            {
                task.Log($"line {i}");
            }
        }, Annas);
        await task.Completion;
        await Monitor.Until(task.Id, snapshot => snapshot.LogLines == 9);
        var cut = Render<TaskLog>(all => all.Add(one => one.Id, task.Id).Add(one => one.Lines, 4));
        Lines(cut).Should().Equal("line 6", "line 7", "line 8", "line 9");

        await PressAsync(cut, "Show earlier lines");

        Lines(cut).Should().HaveCount(8).And.StartWith("line 2");
    }

    [Fact]
    public async Task Render_NewLines_FollowInOrder()
    {
        var more = new TaskCompletionSource();
        var task = Monitor.Start("Talk", async task =>
        {
            task.Log("one");
            await more.Task;
            task.Log("\u001b[31mtwo\u001b[0m");
            task.Warn("three");
        }, Annas);
        await Monitor.Until(task.Id, snapshot => snapshot.LogLines == 1);
        var cut = Render<TaskLog>(all => all.Add(one => one.Id, task.Id));
        Lines(cut).Should().Equal("one");

        more.SetResult();

        cut.WaitForAssertion(() => Lines(cut).Should().Equal("one", "two", "three"));
        cut.Find("[data-level=warn] b").TextContent.Trim().Should().Be("Warning");
    }

    [Fact]
    public async Task Render_TaskOfSomebodyElse_ShowsNothing()
    {
        var task = Monitor.Start("Talk", task => task.Log("secret"), Bens);
        await task.Completion;

        Render<TaskLog>(all => all.Add(one => one.Id, task.Id)).Markup.Trim().Should().BeEmpty();
    }

    private static IEnumerable<string> Lines(IRenderedComponent<TaskLog> cut) => cut.FindAll("[role=log] p > span")
        .Select(line => line.TextContent);
}
