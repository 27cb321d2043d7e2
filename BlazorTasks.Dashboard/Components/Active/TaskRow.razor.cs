using BlazorTasks.Dashboard.Components.Tasks;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>One task as a row.</summary>
public sealed partial class TaskRow
{
    private (TaskSnapshot?, bool) _rendered;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>Whether it is ticked.</summary>
    [Parameter]
    public bool IsTicked { get; set; }

    /// <summary>Called when it is ticked or no longer; with Shift, up to here.</summary>
    [Parameter]
    public EventCallback<(TaskSnapshot Task, bool UpTo)> OnTick { get; set; }

    /// <summary>Called when it is to stop.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnCancel { get; set; }

    /// <summary>Called when it is to leave the list.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnDismiss { get; set; }

    /// <summary>Called when it is to run once more.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnRetry { get; set; }

    private string FullName => Task.Label is null ? Task.Name : $"{Task.Name}, {Task.Label}";

    private bool IsLive => Task.State is TaskState.Running or TaskState.Waiting or TaskState.Backoff or TaskState.Cancelling;

    private string Said => Task.State switch
    {
        TaskState.Running or TaskState.Waiting => Task.Status ?? Task.Step ?? "",
        TaskState.Backoff => Task.ErrorMessage ?? "",
        _ => TaskWords.Outcome(Task),
    };

    /// <summary>A row costs nothing while its task stands still.</summary>
    protected override bool ShouldRender() => _rendered != (Task, IsTicked);

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => _rendered = (Task, IsTicked);
}
