using BlazorTasks.Components.Access;

namespace BlazorTasks.Components.Live;

/// <summary>Base class of components for the person who looks at a page of the host.</summary>
public abstract class MyTasksComponent : LiveComponent
{
    /// <summary>Their tasks.</summary>
    [Inject]
    private protected MyTasks Mine { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await Mine.AccessAsync(); // before the first frame
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override IDisposable Subscribe(Action<TaskFrame> onFrame) => Mine.Subscribe(onFrame);
}
