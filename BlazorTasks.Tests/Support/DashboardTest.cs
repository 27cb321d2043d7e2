using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTasks.Tests.Support;

/// <summary>Renders components against a real monitor with the tests' own definitions.</summary>
public abstract class DashboardTest : BunitContext, IAsyncLifetime
{
    static DashboardTest() => DefaultWaitTimeout = TestMonitor.MaxWait;

    protected DashboardTest(TimeProvider? time = null, ITaskStore? store = null, Action<IServiceCollection>? addServices = null)
    {
        if (store is not null)
        {
            Services.AddSingleton(store);
        }

        Services.AddSingleton(time ?? TimeProvider.System);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton<Ledger>();
        addServices?.Invoke(Services);
        Services.AddDashboardComponents();
        Services.AddBlazorTasksCore()
            .AddTasksFrom(typeof(SampleTasks).Assembly)
            .Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        Services.Configure<DashboardOptions>(options => options.DefaultRole = TaskRole.Admin);
        Login = new Login(AddAuthorization());
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>Who looks: at first, the person of this computer.</summary>
    protected Login Login { get; }

    protected TaskMonitor Monitor => Services.GetRequiredService<TaskMonitor>();

    protected ITaskStore Store => Services.GetRequiredService<ITaskStore>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Where menus, lists and calendars are drawn that a component opens.</summary>
    protected IRenderedComponent<MudPopoverProvider> Popovers { get; private set; } = default!;

    /// <summary>Where dialogs are drawn.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = default!;

    /// <summary>The notices that are shown.</summary>
    protected ISnackbar Notices => Services.GetRequiredService<ISnackbar>();

    public virtual async Task InitializeAsync()
    {
        await Monitor.OpenAsync();
        Popovers = Render<MudPopoverProvider>();
        Dialogs = Render<MudDialogProvider>();
    }

    /// <summary>Opens a list and chooses one of its options.</summary>
    protected async Task ChooseAsync(IRenderedComponent<IComponent> cut, string label, string option)
    {
        await cut.InvokeAsync(() => cut.Find($"[role=combobox][aria-labelledby='{label}']").MouseDownAsync(new()));
        Popovers.WaitForElement("[role=option]");
        await Popovers.InvokeAsync(() => Popovers.FindAll("[role=option]").Single(one => one.TextContent.Trim() == option)
            .ClickAsync(new()));
    }

    /// <summary>Presses a button of the dialog that is open.</summary>
    protected Task PressInDialogAsync(string start) =>
        Dialogs.InvokeAsync(() => Dialogs.FindAll("[role=dialog] button")
            .Single(button => button.TextContent.Replace('\u00A0', ' ').StartsWith(start, StringComparison.Ordinal)).ClickAsync(new()));

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}

/// <summary>Who looks at a component.</summary>
public sealed class Login
{
    private readonly BunitAuthorizationContext _context;

    internal Login(BunitAuthorizationContext context)
    {
        _context = context;
        _context.SetAuthorized("local");
        _context.SetAuthenticationType("BlazorTasks.ThisComputer");
    }

    /// <summary>Signs a person in.</summary>
    public void SetAuthorized(string name)
    {
        _context.SetAuthorized(name);
        _context.SetAuthenticationType("Test");
    }

    /// <summary>Gives the person roles.</summary>
    public void SetRoles(params string[] roles) => _context.SetRoles(roles);
}
