using BlazorTasks.Dashboard.Components.Commands;

namespace BlazorTasks.Tests.Dashboard.Components.Commands;

public class PaletteSearchTests
{
    [Fact]
    public async Task FindAsync_AFewLetters_FindsTasksDefinitionsAndPlaces()
    {
        await using var test = Open();
        await (await test.Monitor.StartAsync("double", Json.Parse("""{"number":1}"""))).Completion;
        await test.Monitor.UntilActive(active => active.JustFinished.Count == 1);

        var found = await Search(test).FindAsync("dou", null);

        found.Select(item => (item.Group, item.Text)).Should().Equal(("Tasks", "Double"), ("Start", "Start: Double"));
        found[0].Href.Should().StartWith("task/");
        found[1].Href.Should().Be("start/double");
        (await Search(test).FindAsync("hist", null)).Select(item => item.Text).Should().Equal("History");
    }

    [Fact]
    public async Task FindAsync_OldTask_ComesFromTheHistory()
    {
        await using var test = Open();
        var task = test.Monitor.Start("Ancient", _ => { });
        await task.Completion;
        await test.Monitor.DismissAsync(task.Id);
        await test.Monitor.UntilActive(active => active.JustFinished.Count == 0);

        (await Search(test).FindAsync("ancient", null)).Should().ContainSingle(item => item.Group == "Tasks" && item.Text == "Ancient");
    }

    [Theory]
    [InlineData("@anna", "Hers")]
    [InlineData("#crm", "Hers")]
    [InlineData("@nobody", null)]
    public async Task FindAsync_OwnerOrTag_NarrowsToTheirTasks(string text, string? expected)
    {
        await using var test = Open();
        await test.Monitor.Start("Hers", _ => { }, new StartOptions { Owner = "anna", Tags = ["crm"] }).Completion;
        await test.Monitor.Start("Other", _ => { }).Completion;
        await test.Monitor.UntilActive(active => active.JustFinished.Count == 2);

        (await Search(test).FindAsync(text, null)).Select(item => item.Text).Should().Equal(expected is null ? [] : [expected]);
    }

    [Fact]
    public async Task FindAsync_CommandOnARunningTask_CancelsIt()
    {
        await using var test = Open();
        var task = test.Monitor.Start("Long", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await test.Until(task.Id, snapshot => snapshot.State == TaskState.Running);

        var cancel = (await Search(test).FindAsync("> cancel", task.Snapshot)).Should().ContainSingle().Subject;
        await cancel.Run!();

        await task.Awaiting(t => t.Completion).Should().ThrowAsync<TaskCanceledException>();
        task.Snapshot.CancelRequestedBy.Should().Be("anna");
    }

    private static PaletteSearch Search(TestMonitor test) => new(
        test.Monitor.For(new Person("anna") { Role = TaskRole.Admin }),
        TimeProvider.System);

    private static TestMonitor Open() => new(tasks => tasks.AddTasksFrom(typeof(SampleTasks).Assembly));
}
