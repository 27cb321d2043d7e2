using BlazorTasks.Dashboard.Components.Layout;

namespace BlazorTasks.Tests.Dashboard.Components.Layout;

public sealed class StorageBannerTests : DashboardTest
{
    private readonly StoreTrouble _trouble;

    public StorageBannerTests()
        : this(new StoreTrouble())
    {
    }

    private StorageBannerTests(StoreTrouble trouble)
        : base(store: trouble.NewStore()) => _trouble = trouble;

    [Fact]
    public async Task Render_StoreFailsAndRecovers_ReportsItMeanwhile()
    {
        var banner = Render<StorageBanner>();
        banner.FindAll(".banner").Should().BeEmpty();
        var running = new TaskCompletionSource<TaskContext>();
        var goOn = new TaskCompletionSource();
        Monitor.Start("Runs", async context =>
        {
            running.SetResult(context);
            await goOn.Task;
        });
        var context = await running.Task.WaitAsync(TestMonitor.MaxWait);

        _trouble.Begin();
        context.Log("while it fails");

        banner.WaitForElement(".banner").TextContent.Should().StartWith("Storage has been unavailable since ");
        _trouble.FillDisk();
        banner.WaitForState(() => banner.Find(".banner").TextContent.StartsWith("The disk has been full since ", StringComparison.Ordinal));
        banner.Find(".banner").TextContent.Should().Contain("Free up space on the server");
        _trouble.End();
        banner.WaitForState(() => banner.FindAll(".banner").Count == 0);
        goOn.SetResult();
    }
}
