namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>Base class of the controls, one for each kind of field; <see cref="FieldInput"/> selects one.</summary>
public abstract class FieldControl : FieldComponent
{
    /// <summary>The variant of all controls.</summary>
    protected const Variant Look = Variant.Outlined;

    /// <summary>The margin of all controls.</summary>
    protected const Margin Density = Margin.Dense;

    /// <summary>Whether its value is invalid.</summary>
    [Parameter]
    public bool Invalid { get; set; }

    /// <summary>The IDs of its hint and message.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    /// <summary>The value as text.</summary>
    protected string? Text => Model.GetText(Field);
}
