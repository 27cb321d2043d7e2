namespace BlazorTasks.Dashboard.Components.Cards;

/// <summary>One task as a card.</summary>
public sealed partial class TaskCard
{
    private TimeLeft? _left;

    /// <summary>Its position in the queue, from 1; 0 when it is not queued.</summary>
    [Parameter]
    public int Place { get; set; }

    /// <summary>Whether it is the tab stop of the list.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    /// <summary>Called when the user opens the form of its question.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnAnswer { get; set; }

    /// <inheritdoc />
    protected override object? Beside => Place;

    private string? NewestLine => Task.State == TaskState.Backoff ? Task.ErrorSummary : Task.LastLine;

    private string StatusText => Task.State == TaskState.Queued && Place > 0 && Me.SeesAllTasks
        ? TaskText.InLine(Place, Task.Definition is { } name ? Access.FindDefinition(name)?.Policy.Concurrency : null)
        : TaskText.Outcome(Task, Me.Name);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Task is { State: TaskState.Running, Definition: { } definition })
        {
            _left = TimeLeft.Next(_left, Task, Access.StatisticsOf(definition), Time.GetUtcNow());
        }
    }
}
