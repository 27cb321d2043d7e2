namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Base class of the fields of a form that is written by hand: what each of them has besides its control.</summary>
public abstract class LineComponent : ComponentBase
{
    /// <summary>The id of the control.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>The label.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = default!;

    /// <summary>Whether it may stay empty.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>What helps to fill it in.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What is wrong with it.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>Whether it takes the whole width.</summary>
    [Parameter]
    public bool Wide { get; set; }

    /// <summary>The ids of its message and its hint.</summary>
    protected string? DescribedBy => (Error, Hint) switch
    {
        (null, null) => null,
        (null, _) => $"{Id}-hint",
        (_, null) => $"{Id}-err",
        _ => $"{Id}-err {Id}-hint",
    };
}
