namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>Base class of the dashboard's live components: they show what the viewer may see.</summary>
public abstract class DashboardComponent : LiveComponent
{
    /// <summary>What the viewer may see and do.</summary>
    [Inject]
    protected TaskAccess Access { get; set; } = default!;

    [Inject]
    private protected Viewer Viewer { get; set; } = default!;

    /// <inheritdoc />
    protected override IDisposable Subscribe(Action<TaskFrame> onFrame) => Access.Subscribe(onFrame);
}
