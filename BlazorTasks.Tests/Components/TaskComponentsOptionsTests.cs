using BlazorTasks.Components;

namespace BlazorTasks.Tests.Components;

public class TaskComponentsOptionsTests
{
    [Theory]
    [InlineData(null, "employee")]
    [InlineData("customer", "customer")]
    public void PersonIdClaim_WithTheDashboard_IsTheSameUnlessItIsSet(string? ofComponents, string expected)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.Configure<DashboardOptions>(dashboard => dashboard.PersonIdClaim = "employee");
        services.AddBlazorTasks().AddTaskComponents(components => components.PersonIdClaim = ofComponents);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<TaskComponentsOptions>>().Value.PersonIdClaim.Should().Be(expected);
    }
}
