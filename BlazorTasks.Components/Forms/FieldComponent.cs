using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>Base class of what shows one field of a form and changes its value.</summary>
public abstract class FieldComponent : ComponentBase
{
    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The values of the whole form.</summary>
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>The id of the control, for its label.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>Called when the value has changed: messages may be different now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Sets the value from text.</summary>
    protected Task TypeAsync(string? text) => ChangeAsync(() => Model.SetText(Field, text));

    /// <summary>Sets the value.</summary>
    protected Task SetAsync(object? value) => ChangeAsync(() => Model.Set(Field, value));

    /// <summary>Changes the value, and tells so.</summary>
    protected Task ChangeAsync(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }
}
