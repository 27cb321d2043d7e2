namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>One task as a row.</summary>
public sealed partial class TaskRow
{
    /// <summary>Whether it is selected.</summary>
    [Parameter]
    public bool IsTicked { get; set; }

    /// <summary>Whether its question is open below it.</summary>
    [Parameter]
    public bool IsAnswering { get; set; }

    /// <inheritdoc />
    protected override object? Beside => (IsTicked, IsAnswering);

    private string StatusText => Task.Prompt is { } prompt ? PromptText.Short(Task, prompt, Me) : Task.State switch
    {
        TaskState.Running or TaskState.Waiting => Task.Status ?? Task.Step ?? "",
        TaskState.Backoff => Task.ErrorSummary ?? "",
        _ => TaskText.Outcome(Task, Me.Name),
    };
}
