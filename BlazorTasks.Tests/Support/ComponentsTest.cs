using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Tests.Support;

/// <summary>Renders the components for a host's pages against a real monitor. Anna looks at them.</summary>
public abstract class ComponentsTest : BunitContext, IAsyncLifetime
{
    protected static readonly StartOptions Annas = new() { Owner = "anna" };
    protected static readonly StartOptions Bens = new() { Owner = "ben" };

    static ComponentsTest() => DefaultWaitTimeout = TestMonitor.MaxWait;

    protected ComponentsTest(TimeProvider? time = null)
    {
        Services.AddSingleton(time ?? TimeProvider.System);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton<Ledger>();
        Services.AddBlazorTasksCore()
            .AddTasksFrom(typeof(SampleTasks).Assembly)
            .AddTaskComponents(options => options.TimeZone = TimeZoneInfo.Utc)
            .Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        Login = AddAuthorization();
        Login.SetAuthorized("anna");
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetInteractive(true);
    }

    protected BunitAuthorizationContext Login { get; }

    protected TaskMonitor Monitor => Services.GetRequiredService<TaskMonitor>();

    public Task InitializeAsync() => Monitor.OpenAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    protected void SetInteractive(bool isInteractive) =>
        SetRendererInfo(new RendererInfo(isInteractive ? "Server" : "Static", isInteractive));

    /// <summary>A task of Anna's that runs until the test lets it go.</summary>
    protected (MonitoredTask Task, TaskCompletionSource Go) StartHeld(string name = "Export orders", StartOptions? options = null)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Monitor.Start(name, task => go.Task.WaitAsync(task.CancellationToken), options ?? Annas), go);
    }

    /// <summary>A task that has asked its owner.</summary>
    protected async Task<MonitoredTask> AskAsync(Func<TaskContext, Task> code, StartOptions? options = null)
    {
        var task = Monitor.Start("Publish", code, options ?? Annas);
        await Monitor.UntilActive(active => active.Questions.Any(one => one.Id == task.Id)); // a frame after it has asked
        return task;
    }

    /// <summary>Presses the button with this text.</summary>
    protected static Task PressAsync(IRenderedComponent<IComponent> cut, string text) => cut.InvokeAsync(() =>
        cut.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync(new()));
}
