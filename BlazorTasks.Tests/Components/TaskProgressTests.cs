using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskProgressTests : ComponentsTest
{
    [Fact]
    public async Task Render_TaskReports_BarAndStatusFollow()
    {
        var more = new TaskCompletionSource();
        var task = Monitor.Start("Export orders", async task =>
        {
            task.Report(20, "Row 20 of 100");
            await more.Task;
            task.Report(60, "Row 60 of 100");
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        }, Annas);
        await Monitor.Until(task.Id, snapshot => snapshot.Progress == 20);
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));

        cut.Find("progress").GetAttribute("value").Should().Be("20");
        cut.Find(".bt-status").TextContent.Trim().Should().Be("Row 20 of 100");
        more.SetResult();

        cut.WaitForAssertion(() => cut.Find("progress").GetAttribute("value").Should().Be("60"));
        cut.Find(".bt-percent").TextContent.Should().Be("60\u00A0%");
        cut.Find(".bt-name").TextContent.Should().Be("Export orders");
    }

    [Fact]
    public void Render_TaskOfSomebodyElse_DoesNotExist()
    {
        var (task, _) = StartHeld("Salaries", Bens);

        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));

        cut.Find(".bt-none").TextContent.Should().Be("This task does not exist.");
        cut.Markup.Should().NotContain("Salaries");
    }

    [Fact]
    public void Render_NobodySignedIn_TaskWithoutOwnerDoesNotExist()
    {
        Login.SetNotAuthorized();
        var (task, _) = StartHeld(options: new StartOptions());

        Render<TaskProgress>(all => all.Add(one => one.Id, task.Id)).Find(".bt-none").Should().NotBeNull();
    }

    [Theory]
    [InlineData(TaskProgressVariant.Card)]
    [InlineData(TaskProgressVariant.Inline)]
    [InlineData(TaskProgressVariant.Compact)]
    public async Task Cancel_Pressed_CancelsInTheNameOfTheViewer(TaskProgressVariant variant)
    {
        var (task, _) = StartHeld();
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id).Add(one => one.Variant, variant));

        await PressAsync(cut, "Cancel");

        cut.WaitForAssertion(() => cut.Find(".bt-task").GetAttribute("data-state").Should().Be("cancelled"));
        task.Snapshot.CancelRequestedBy.Should().Be("anna");
        cut.Find("[role=status]").TextContent.Should().Be("Export orders: Cancelled");
    }

    [Fact]
    public async Task TryAgain_FailedDefinition_RunsItOnceMore()
    {
        var task = await Monitor.StartAsync("talks-and-fails", Json.Parse("""{"lines": 1}"""), Annas);
        await Monitor.Until(task.Id, snapshot => snapshot.State == TaskState.Failed);
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));
        cut.Find(".bt-status").TextContent.Trim().Should().Be("enough");

        await PressAsync(cut, "Try again");

        await Monitor.Until(task.Id, snapshot => snapshot is { Attempt: 2, State: TaskState.Failed });
    }

    [Fact]
    public async Task Finish_WhileShown_IsReportedOnce()
    {
        var (task, go) = StartHeld();
        await Monitor.Until(task.Id, snapshot => snapshot.State == TaskState.Running);
        var finished = new List<TaskState>();
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id)
            .Add(one => one.OnFinished, snapshot => finished.Add(snapshot.State)));

        go.SetResult();

        cut.WaitForAssertion(() => cut.Find("progress").GetAttribute("value").Should().Be("100"));
        finished.Should().Equal(TaskState.Succeeded);
        cut.FindAll("button").Should().BeEmpty();
    }

    [Fact]
    public void Render_Static_HasNoButtonsAndSubscribesToNothing()
    {
        SetInteractive(false);
        var (task, _) = StartHeld();

        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));

        cut.FindAll("button").Should().BeEmpty();
        cut.Find("progress").Should().NotBeNull();
        Monitor.Subscribers.Should().Be(0);
    }

    [Fact]
    public async Task Parameters_AnotherId_ShowTheOtherTask()
    {
        var (first, _) = StartHeld("First");
        var (second, _) = StartHeld("Second");
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, first.Id));

        cut.Render(all => all.Add(one => one.Id, second.Id));

        cut.Find(".bt-name").TextContent.Should().Be("Second");
        await DisposeComponentsAsync();
        Monitor.Subscribers.Should().Be(0);
    }

    [Fact]
    public async Task Render_Several_ShareASubscriptionAndFollowTheirTasks()
    {
        var (first, go) = StartHeld("First");
        var (second, _) = StartHeld("Second");
        var ended = Render<TaskProgress>(all => all.Add(one => one.Id, first.Id));
        var other = Render<TaskProgress>(all => all.Add(one => one.Id, second.Id));
        Monitor.Subscribers.Should().Be(1);

        go.SetResult();

        ended.WaitForAssertion(() => ended.Find(".bt-task").GetAttribute("data-state").Should().Be("succeeded"));
        other.WaitForAssertion(() => other.Find(".bt-task").GetAttribute("data-state").Should().Be("running"));
        await DisposeComponentsAsync();
        Monitor.Subscribers.Should().Be(0);
    }

    [Theory]
    [InlineData("Row 20", false)]
    [InlineData("Row 20 of 100 was written to the warehouse in Bergen", true)]
    public async Task Render_StatusThatMayBeCutOff_ShowsAllOfItBelowThePointer(string status, bool isShown)
    {
        var task = Monitor.Start("Export orders", async task =>
        {
            task.Report(20, status);
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        }, Annas);
        await Monitor.Until(task.Id, snapshot => snapshot.Progress == 20);

        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));

        cut.Find(".bt-status").GetAttribute("title").Should().Be(isShown ? status : null);
    }

    [Fact]
    public async Task Render_TaskAsks_CanBeAnsweredInPlace()
    {
        var task = await AskAsync(task => task.ConfirmAsync("Sure?", new() { Yes = "Go", No = "Stop" }));
        var cut = Render<TaskProgress>(all => all.Add(one => one.Id, task.Id));
        cut.Find(".bt-state").TextContent.Should().Be("Waiting for you");

        await PressAsync(cut, "Go");

        cut.WaitForAssertion(() => cut.Find(".bt-task").GetAttribute("data-state").Should().Be("succeeded"));
    }
}
