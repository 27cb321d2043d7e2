namespace BlazorTasks.Components.Live;

/// <summary>Base class of components that show one task of the person who looks at the page.</summary>
public abstract class TaskComponent : MyTasksComponent
{
    private TaskId _read;

    /// <summary>A page may have many of these, which read what is in memory.</summary>
    [Inject]
    private protected RefreshLoop SharedLoop { get; set; } = default!;

    [Inject]
    private protected FrameRelay Relay { get; set; } = default!;

    private protected override RefreshLoop Loop => SharedLoop;

    private protected override void Follow() => Relay.Add(this);

    private protected override void Leave() => Relay.Remove(this);

    /// <summary>The task's id. A task that the viewer may not see is treated as if it did not exist.</summary>
    [Parameter, EditorRequired]
    public TaskId Id { get; set; }

    /// <summary>The task, or null if it does not exist for the viewer.</summary>
    protected TaskSnapshot? Task { get; private set; }

    /// <summary>Whether commands can be given: the component is, or is about to become, interactive.</summary>
    protected bool CanAct => RendererInfo.IsInteractive || AssignedRenderMode is not null;

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Changed.ContainsKey(Id) || frame.Removed.Contains(Id);
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _read = Id;
        var task = await Mine.FindAsync(_read);
        if (_read == Id)
        {
            Task = task;
            await ShowAsync();
        }
    }

    /// <summary>Called after the task was read.</summary>
    protected virtual Task ShowAsync() => System.Threading.Tasks.Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_read != Id)
        {
            await RefreshAsync();
        }
    }
}
