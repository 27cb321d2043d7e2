using BlazorTasks.Storage;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Tests.Support;

/// <summary>Renders components against a real monitor with the tests' own definitions.</summary>
public abstract class DashboardTest : BunitContext, IAsyncLifetime
{
    static DashboardTest() => DefaultWaitTimeout = TestMonitor.Patience;

    protected DashboardTest(TimeProvider? time = null, ITaskStore? store = null)
    {
        if (store is not null)
        {
            Services.AddSingleton(store);
        }

        Services.AddSingleton(time ?? TimeProvider.System);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton<Ledger>();
        Services.AddDashboardComponents();
        Services.AddBlazorTasksCore()
            .AddTasksFrom(typeof(SampleTasks).Assembly)
            .Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        Login = AddAuthorization();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>Who looks; nobody is logged in at first.</summary>
    protected BunitAuthorizationContext Login { get; }

    protected TaskMonitor Monitor => Services.GetRequiredService<TaskMonitor>();

    protected ITaskStore Store => Services.GetRequiredService<ITaskStore>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    public async Task InitializeAsync() => await Monitor.OpenAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}
