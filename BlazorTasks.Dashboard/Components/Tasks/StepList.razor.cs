using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>The steps of a task, made from its story.</summary>
public sealed partial class StepList
{
    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public TaskSnapshot Task { get; set; } = default!;

    /// <summary>What happened to it.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TaskEvent> Story { get; set; } = [];

    private List<Step> Steps => [.. Story.OfType<StepStarted>().Select(started => ToStep(started))];

    private Step ToStep(StepStarted started)
    {
        var finished = Story.OfType<StepFinished>().FirstOrDefault(end => end.Step == started.Step);
        var state = finished switch
        {
            { Error: null } => "succeeded",
            { } => "failed",
            null => Task.State.IsFinal() ? "interrupted" : "running",
        };
        return new Step(started.Step, started.Name, state, started.At, finished?.At, finished?.Error);
    }

    private sealed record Step(int Number, string Name, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Error);
}
