namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Base class of the controls, one for each kind of field; <see cref="FieldInput"/> selects one.</summary>
public abstract class FieldControl : ComponentBase
{
    /// <summary>The variant of all controls.</summary>
    protected const Variant Look = Variant.Outlined;

    /// <summary>The margin of all controls.</summary>
    protected const Margin Density = Margin.Dense;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The values of the whole form.</summary>
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>The ID of the control, for its label.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>Whether its value is invalid.</summary>
    [Parameter]
    public bool Invalid { get; set; }

    /// <summary>The IDs of its hint and message.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    /// <summary>Called when the value has changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The value as text.</summary>
    protected string? Text => Model.GetText(Field);

    /// <summary>Sets the value from text.</summary>
    protected Task TypeAsync(string? text)
    {
        Model.SetText(Field, text);
        return OnChanged.InvokeAsync();
    }

    /// <summary>Sets the value.</summary>
    protected Task SetAsync(object? value)
    {
        Model.Set(Field, value);
        return OnChanged.InvokeAsync();
    }
}
