using BlazorTasks.Dashboard;
using BlazorTasks.Dashboard.Access;
using BlazorTasks.Dashboard.Components;
using BlazorTasks.Tests.Support;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Tests.Dashboard.Components;

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

    [Fact]
    public void RoleTakenAway_WhileAPageIsOpen_EndsThePageWithinAMinute()
    {
        Login.SetAuthorized("vera");
        Navigation.NavigateTo("api-keys");
        var cut = Render<Routes>();
        cut.WaitForElement(".side a[href=audit]");
        cut.Find(".bar a[href=start]");

        Services.GetRequiredService<IOptions<DashboardOptions>>().Value.DefaultRole = TaskRole.Viewer;
        _time.Advance(CurrentRights.CheckInterval);

        cut.WaitForAssertion(() => cut.Find("h1").TextContent.Should().Be("Your access has changed"));
        cut.FindAll(".side, .bar, button").Should().BeEmpty();
    }
}
