using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>One control of a form. There is one for each kind of field; <see cref="FieldInput"/> chooses.</summary>
public abstract class FieldControl : ComponentBase
{
    /// <summary>How all of them look.</summary>
    protected const Variant Look = Variant.Outlined;

    /// <summary>How dense all of them are.</summary>
    protected const Margin Density = Margin.Dense;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The values of the whole form.</summary>
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>The id of the control, for its label.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>Whether its value is wrong.</summary>
    [Parameter]
    public bool Invalid { get; set; }

    /// <summary>The ids of its hint and message.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    /// <summary>Called when the value was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>The value as it is typed.</summary>
    protected string? Text => Model.GetText(Field);

    /// <summary>Takes what was typed.</summary>
    protected Task TypeAsync(string? text)
    {
        Model.SetText(Field, text);
        return OnChanged.InvokeAsync();
    }

    /// <summary>Takes what was chosen.</summary>
    protected Task SetAsync(object? value)
    {
        Model.Set(Field, value);
        return OnChanged.InvokeAsync();
    }
}
