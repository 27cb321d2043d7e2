using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>One task among many.</summary>
public sealed partial class TaskCard
{
    private TaskSnapshot? _rendered;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>Called when the person wants it to stop.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnCancel { get; set; }

    /// <summary>Called when the person wants it off the list.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnDismiss { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    private string TitleId => $"t-{Task.Id}";

    private string FullName => Task.Label is null ? Task.Name : $"{Task.Name}, {Task.Label}";

    private bool IsLive => Task.State is TaskState.Running or TaskState.Waiting or TaskState.Backoff or TaskState.Cancelling;

    private string OwnerWord => Task.Owner is null ? "program" : TaskWords.Person(Task.Owner) is "you" ? "You" : Task.Owner;

    /// <summary>A card costs nothing while its task stands still, however often the page renders.</summary>
    protected override bool ShouldRender() => !ReferenceEquals(Task, _rendered);

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => _rendered = Task;
}
