using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Components.Live;

/// <summary>Base class of components for the person who looks at a page of the host.</summary>
public abstract class MyTasksComponent : LiveComponent
{
    /// <summary>All tasks. What is shown of them goes through <see cref="Access.MyTasks"/>.</summary>
    [Inject]
    private protected TaskMonitor Monitor { get; set; } = default!;

    /// <inheritdoc />
    protected override IDisposable Subscribe(Action<TaskFrame> onFrame) => Monitor.Subscribe(onFrame);
}
