using BlazorTasks.Components;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Tests.Components;

public class TaskButtonTests : ComponentsTest
{
    [Fact]
    public async Task Press_Definition_RunsItForTheViewerAndShowsTheOutcome()
    {
        RenderFragment<TaskSnapshot> done = task => builder => builder.AddContent(0, $"Done: {task.Name}");
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Double it").Add(one => one.Definition, "double")
            .Add(one => one.Input, new { Number = 21 }).Add(one => one.Finished, done));

        await PressAsync(cut, "Double it");

        cut.WaitForAssertion(() => cut.Markup.Should().Contain("Done: Double"));
        var task = (await Monitor.ListAsync(new())).Items.Single();
        task.Owner.Should().Be("anna");
        (await Monitor.ReadAsync(task.Id))!.Result!.Value.GetInt32().Should().Be(42);
        await PressAsync(cut, "Start again");
        await Monitor.UntilActive(active => active.JustFinished.Count == 2);
    }

    [Fact]
    public async Task Press_Code_GetsTheOptionsOfTheViewer()
    {
        var go = new TaskCompletionSource();
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Run").Add(one => one.Tag, "report")
            .Add(one => one.Start, mine => Task.FromResult<MonitoredTask>(Monitor.Start("Report", _ => go.Task, mine))));

        await PressAsync(cut, "Run");

        cut.WaitForElement("progress");
        await Monitor.UntilActive(active => active.InProgress.Count == 1);
        Monitor.Active.InProgress[0].Should().Match<TaskSnapshot>(task => task.Owner == "anna" && task.Tags.Contains("report"));
        Render<TaskButton>(all => all.Add(one => one.Tag, "report")).Find("progress").Should()
            .NotBeNull("the page was reloaded, and the task still runs");
        go.SetResult();
    }

    [Fact]
    public async Task Press_CodeThatIgnoresTheOptions_SaysWhatToDo()
    {
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Run")
            .Add(one => one.Start, _ => Task.FromResult<MonitoredTask>(Monitor.Start("Report", _ => { }))));

        await cut.Invoking(button => PressAsync(button, "Run")).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*Pass the options that Start receives on to the monitor*");
    }

    [Fact]
    public async Task Press_InvalidInput_SaysWhy()
    {
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Run").Add(one => one.Definition, "double")
            .Add(one => one.Input, new { Number = "many" }));

        await PressAsync(cut, "Run");

        cut.Find("[role=alert]").TextContent.Should().StartWith("number:");
        cut.Find("button").HasAttribute("disabled").Should().BeFalse();
    }

    [Fact]
    public async Task Press_DefinitionThatIsNotForTheViewer_SaysThatItDoesNotExist()
    {
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Run").Add(one => one.Definition, "no-such-thing"));

        await PressAsync(cut, "Run");

        cut.Find("[role=alert]").TextContent.Should().Be("The definition 'no-such-thing' does not exist.");
        Monitor.Active.Unfinished.Should().Be(0);
    }

    [Fact]
    public async Task Press_NobodySignedIn_StartsNothing()
    {
        Login.SetNotAuthorized();
        var cut = Render<TaskButton>(all => all.Add(one => one.Text, "Run").Add(one => one.Definition, "no-result"));

        await PressAsync(cut, "Run");

        cut.Find("[role=alert]").TextContent.Should().Be("Sign in to start this.");
        Monitor.Active.Unfinished.Should().Be(0);
    }
}
