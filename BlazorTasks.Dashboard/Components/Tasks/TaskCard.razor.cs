using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>One task among many.</summary>
public sealed partial class TaskCard
{
    private (TaskSnapshot?, int) _rendered;
    private TimeLeft? _left;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>Its place in line while it is queued, from 1; 0 otherwise.</summary>
    [Parameter]
    public int Place { get; set; }

    /// <summary>Whether it is where Tab enters the list.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    /// <summary>Called when the person wants it to stop.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnCancel { get; set; }

    /// <summary>Called when the person wants it off the list.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnDismiss { get; set; }

    /// <summary>Called when the person wants it to run once more.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnRetry { get; set; }

    [Inject]
    private TaskMonitor Monitor { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    private string TitleId => $"t-{Task.Id}";

    private string FullName => Task.Label is null ? Task.Name : $"{Task.Name}, {Task.Label}";

    private bool IsLive => Task.State is TaskState.Running or TaskState.Waiting or TaskState.Backoff or TaskState.Cancelling;

    private string? NewestLine => Task.State == TaskState.Backoff ? Task.ErrorMessage : Task.LastLine;

    private string Said => Task.State == TaskState.Queued && Place > 0
        ? TaskWords.InLine(Place, Task.Definition is { } name ? Monitor.Definitions.Find(name)?.Policy.Concurrency : null)
        : TaskWords.Outcome(Task);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Task is { State: TaskState.Running, Definition: { } definition })
        {
            _left = TimeLeft.Next(_left, Task, Monitor.StatisticsOf(definition), Time.GetUtcNow());
        }
    }

    /// <summary>A card costs nothing while its task stands still, however often the page renders.</summary>
    protected override bool ShouldRender() => _rendered != (Task, Place);

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => _rendered = (Task, Place);
}
