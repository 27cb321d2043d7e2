using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Tests.Dashboard.Components.Notifications;

public class DeliveryLogTests() : DashboardTest(addServices: services => new BlazorTasksBuilder(services).AddNotifications())
{
    [Fact]
    public async Task Render_DeliveryThatFailed_SaysToWhomAboutWhatAndWhyNot()
    {
        var task = Monitor.Start("Nightly import", _ => { });
        var delivery = await FailAsync(task);

        var cut = Render<DeliveryLog>();

        cut.Find("tbody .cell-name a").GetAttribute("href").Should().Be($"task/{delivery.Id}");
        cut.Find("tbody .about").GetAttribute("href").Should().Be($"task/{task.Id}");
        cut.Find("tbody .about").TextContent.Should().Be("Nightly import failed");
        cut.Find("tbody .bad").TextContent.Should().Be("The webhook \"ops\" is no longer among the settings.");
        cut.Find("tbody .num").TextContent.Should().Be("1 of 10");
    }

    [Fact]
    public async Task SendAgain_DeliveryThatFailed_TriesAgain()
    {
        var delivery = await FailAsync(Monitor.Start("Nightly import", _ => { }));
        var cut = Render<DeliveryLog>(log => log.Add(one => one.Failed, true));

        await cut.InvokeAsync(() => cut.Find("tbody button").ClickAsync(new()));

        cut.WaitForAssertion(() => cut.Find("tbody .num").TextContent.Should().Be("2 of 10"));
        (await Monitor.GetAsync(delivery.Id))!.Attempt.Should().Be(2);
    }

    [Fact]
    public async Task Failed_NothingHasFailed_SaysSo()
    {
        var cut = Render<DeliveryLog>();
        cut.Find("p").TextContent.Should().Be("Nothing has been sent yet.");

        cut.Render(log => log.Add(one => one.Failed, true));

        cut.WaitForAssertion(() => cut.Find("p").TextContent.Should().Be("No delivery has failed."));
        await cut.InvokeAsync(() => cut.Find(".panel-head button").ClickAsync(new()));
        Navigation.Uri.Should().EndWith("/notifications");
    }

    /// <summary>A delivery to a webhook that the settings do not contain.</summary>
    private async Task<TaskSnapshot> FailAsync(MonitoredTask task)
    {
        var id = task.Id.Value;
        var delivery = await Monitor.StartAsync<NotificationDelivery>(
            one => one.SendAsync("webhook:ops", id, NotificationEvent.Failed, null, null, TaskContext.Current),
            new StartOptions { Label = "webhook:ops", ParentId = task.Id });
        return await Monitor.Until(delivery.Id, snapshot => snapshot.State == TaskState.Failed);
    }
}
