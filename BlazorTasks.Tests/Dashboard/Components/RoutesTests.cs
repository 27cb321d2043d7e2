using BlazorTasks.Dashboard.Components;

namespace BlazorTasks.Tests.Dashboard.Components;

/// <summary>A whole page of someone whose role is taken away while it is open.</summary>
public class RoutesTests : DashboardTest
{
    private readonly ManualTimeProvider _time;

    public RoutesTests()
        : this(new ManualTimeProvider())
    {
    }

    private RoutesTests(ManualTimeProvider time)
        : base(time, addServices: services => services
            .AddSingleton<IHostApplicationLifetime, StoppableServer>()
            .AddSingleton<ShutdownNotifier>()) => _time = time;

    /// <summary>The layout draws menus and dialogs itself.</summary>
    public override Task InitializeAsync() => Monitor.OpenAsync();

    [Fact]
    public void RoleTakenAway_WhileAPageIsOpen_EndsThePageWithinAMinute()
    {
        var page = OpenAsAdmin();
        TakeRoleAway();
        page.FindAll("button").Should().NotBeEmpty();

        _time.Advance(CurrentRights.CheckInterval);

        ShouldHaveEnded(page);
    }

    [Fact]
    public async Task RoleTakenAway_ThenACommand_IsDeniedAndEndsThePageAtOnce()
    {
        var task = Monitor.Start("Import", async context => await Task.Delay(Timeout.Infinite, context.CancellationToken));
        var page = OpenAsAdmin();
        TakeRoleAway();

        var result = await Services.GetRequiredService<TaskAccess>().CancelAsync(task.Id);

        result.IsAccepted.Should().BeFalse();
        ShouldHaveEnded(page);
    }

    private IRenderedComponent<Routes> OpenAsAdmin()
    {
        Login.SetAuthorized("vera");
        Navigation.NavigateTo("api-keys");
        var page = Render<Routes>();
        page.WaitForElement(".side a[href=audit]");
        page.Find(".bar a[href=start]");
        return page;
    }

    private void TakeRoleAway() => Services.GetRequiredService<IOptions<DashboardOptions>>().Value.DefaultRole = TaskRole.Viewer;

    private static void ShouldHaveEnded(IRenderedComponent<Routes> page)
    {
        page.WaitForAssertion(() => page.Find("h1").TextContent.Should().Be("Your access has changed"));
        page.FindAll(".side, .bar, button").Should().BeEmpty();
    }
}
