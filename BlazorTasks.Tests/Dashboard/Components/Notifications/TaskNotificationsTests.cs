using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Tests.Dashboard.Components.Notifications;

public class TaskNotificationsTests : DashboardTest
{
    [Fact]
    public async Task Render_MyTaskEnds_NotifiesMeOnce()
    {
        var cut = Render<TaskNotifications>();

        var mine = Monitor.Start("Mine", _ => { }, new StartOptions { Owner = "local" });
        var other = Monitor.Start("Other", _ => { }, new StartOptions { Owner = "anna" });
        await Task.WhenAll(mine.Completion, other.Completion);
        await Monitor.UntilActive(active => active.JustFinished.Count == 2);

        cut.WaitForAssertion(() => Notices.ShownSnackbars.Should().ContainSingle());
    }

    [Fact]
    public async Task Render_TaskThatIsOnScreenEnds_IsNotAcknowledgedTwice()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Mine", _ => go.Task, new StartOptions { Owner = "local" });
        Navigation.NavigateTo($"task/{task.Id}");
        var cut = Render<TaskNotifications>();

        go.SetResult();
        await task.Completion;
        await Monitor.UntilActive(active => active.JustFinished.Count == 1);

        var voice = () => JSInterop.Invocations.Where(call => call.Identifier == "blazorTasks.say").Select(call => call.Arguments[0]);
        cut.WaitForAssertion(() => voice().Should().ContainSingle(because: "it is said aloud").Which.Should().Be("Mine : Succeeded"));
        Notices.ShownSnackbars.Should().BeEmpty();
    }
}
