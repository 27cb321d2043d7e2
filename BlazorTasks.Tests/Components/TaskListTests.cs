using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskListTests : ComponentsTest
{
    [Fact]
    public async Task Render_MineAndOthers_ShowsMineUnfinishedFirst()
    {
        await Monitor.Start("Done", _ => { }, Annas).Completion;
        await Monitor.Start("His", _ => { }, Bens).Completion;
        StartHeld("Running");
        await Monitor.UntilActive(active => active.InProgress.Count == 1);

        var cut = Render<TaskList>();

        Names(cut).Should().Equal("Running", "Done");
        await PressAsync(cut, "Cancel");
        cut.WaitForAssertion(() => cut.Markup.Should().Contain("Cancelled"));
    }

    [Theory]
    [InlineData("anna", null, null, 2)]
    [InlineData("ben", null, null, 0)]
    [InlineData(null, "double", null, 1)]
    [InlineData(null, null, "report", 1)]
    public async Task Render_Filter_ShowsWhatMatches(string? owner, string? definition, string? tag, int expected)
    {
        await (await Monitor.StartAsync("double", Json.Parse("""{"number": 1}"""), Annas)).Completion;
        await Monitor.Start("Report", _ => { }, Annas with { Tags = ["report"] }).Completion;
        await Monitor.Start("His", _ => { }, Bens).Completion;

        var cut = Render<TaskList>(all => all.Add(one => one.Owner, owner).Add(one => one.Definition, definition).Add(one => one.Tag, tag));

        cut.FindAll("li").Should().HaveCount(expected);
        cut.FindAll(".bt-none").Should().HaveCount(expected == 0 ? 1 : 0);
    }

    [Fact]
    public async Task ShowMore_MoreThanOnePage_ShowsTheNext()
    {
        for (var i = 0; i < 5; i++)
        {
            await Monitor.Start($"Task {i}", _ => { }, Annas).Completion;
        }

        var cut = Render<TaskList>(all => all.Add(one => one.Limit, 3));
        cut.WaitForAssertion(() => Names(cut).Should().Equal("Task 4", "Task 3", "Task 2")); // a frame may still show the first one

        await PressAsync(cut, "Show more");

        Names(cut).Should().HaveCount(5);
        cut.FindAll("button").Should().BeEmpty();
    }

    private static IEnumerable<string> Names(IRenderedComponent<TaskList> cut) => cut.FindAll(".bt-name").Select(name => name.TextContent);
}
