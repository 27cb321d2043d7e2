using BlazorTasks.Dashboard.Components.Layout;

namespace BlazorTasks.Tests.Dashboard.Components.Layout;

public class TabBarTests : DashboardTest
{
    [Fact]
    public async Task More_Pressed_LeadsToThePagesThatHaveNoPlaceInTheBar()
    {
        var cut = Render<TabBar>(bar => bar.Add(b => b.Path, "nodes"));
        cut.Find("button").ClassList.Should().Contain("active");

        await cut.InvokeAsync(() => cut.Find("button[aria-haspopup=menu]").ClickAsync(new()));

        Popovers.WaitForAssertion(() => Popovers.FindAll("a[role=menuitem]")
            .Select(line => (line.TextContent.Trim(), line.GetAttribute("href"))).Should()
            .Equal(
                ("Schedules", "schedules"), ("Nodes", "nodes"), ("Audit log", "audit"), ("API keys", "api-keys"),
                ("Notifications", "notifications")));
    }
}
