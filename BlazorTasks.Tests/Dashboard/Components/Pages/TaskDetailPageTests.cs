using BlazorTasks.Dashboard.Components.Pages;
using BlazorTasks.Tests.Support;
using Bunit;

namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class TaskDetailPageTests : DashboardTest
{
    [Fact]
    public async Task Render_RunningTask_ShowsStepsProgressAndLogLive()
    {
        var next = new TaskCompletionSource();
        var task = Monitor.Start("Import", async task =>
        {
            await task.StepAsync("Open file", () => Task.CompletedTask);
            await task.StepAsync("Save rows", async () =>
            {
                task.Report(40, "Row 4");
                await next.Task;
                task.Report(60, "Row 6");
            });
        });

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.FindAll(".steps li").Select(step => step.GetAttribute("data-state")).Should().Equal("succeeded", "running"));
        cut.WaitForAssertion(() => cut.Find(".now-line b").TextContent.Should().Be("Row 4"));
        next.SetResult();
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("succeeded"));
        await task.Completion;
    }

    [Fact]
    public async Task Render_FailedTask_ShowsErrorWithStackAndCause()
    {
        var task = Monitor.Start("Break", _ => throw new InvalidOperationException("The shop closed the connection.", new IOException("reset by peer")));
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find("[aria-labelledby=h-error] .message").TextContent.Should().Be("The shop closed the connection."));
        cut.Find("[aria-labelledby=h-error] .stackbox").TextContent.Should().Contain(nameof(Render_FailedTask_ShowsErrorWithStackAndCause));
        cut.Find("[aria-labelledby=h-error]").TextContent.Should().Contain("Caused by: System.IO.IOException").And.Contain("reset by peer");
    }

    [Fact]
    public async Task Render_FinishedDefinition_ShowsInputByItsLabelsAndResult()
    {
        var task = await Monitor.StartAsync("every-kind", Json.Parse(
            """{"title":"Spring","count":3,"dry_run":true,"mode":"keep_both","day":"2026-11-21","at":"2026-11-21T14:00:00Z","pause":"00:30:00","key":"s3cret"}"""));
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.Find("[aria-labelledby=h-input]").TextContent.Should().Contain("Dry run").And.Contain("Keep both").And.Contain("secret, never shown"));
        cut.Find("[aria-labelledby=h-input]").TextContent.Should().NotContain("s3cret");
        cut.Find("[aria-labelledby=h-result] .result").TextContent.Trim().Should().StartWith("Spring 3");
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("01a1fdfa-4600-7210-83ab-d7e443bb04d6")]
    public void Render_UnknownId_SaysNotFound(string id)
    {
        var cut = Render<TaskDetailPage>(page => page.Add(p => p.Id, id));

        cut.WaitForAssertion(() => cut.Find("h1").TextContent.Should().Be("Not found"));
    }

    [Fact]
    public async Task Cancel_Pressed_SaysThatItWasAskedAndWaits()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Deaf", _ => go.Task);
        var cut = Show(task.Id);
        cut.WaitForAssertion(() => cut.Find(".state-pill").GetAttribute("data-state").Should().Be("running"));

        await cut.Find(".head .end .btn").ClickAsync(new());

        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().Contain("Asked to stop"));
        cut.Find(".head .end .btn").HasAttribute("disabled").Should().BeTrue();
        go.SetResult();
        await task.Completion;
    }

    [Fact]
    public async Task Render_Log_ShowsLevelsAndMakesControlCharactersVisible()
    {
        var task = Monitor.Start("Lines", task =>
        {
            task.Log("\u001b[31mred\u001b[0m \u0007bell");
            task.Warn("careful");
        });
        await task.Completion;

        var cut = Show(task.Id);

        cut.WaitForAssertion(() => cut.FindAll(".log-r .tx").Select(line => line.TextContent).Should().Equal("red \u2407bell", "careful"));
        cut.FindAll(".log-r .lv").Select(line => line.TextContent).Should().Equal("info", "warn");
    }

    private IRenderedComponent<TaskDetailPage> Show(TaskId id) => Render<TaskDetailPage>(page => page.Add(p => p.Id, id.ToString()));
}
