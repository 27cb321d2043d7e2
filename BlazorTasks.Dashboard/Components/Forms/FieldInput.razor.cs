using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>One control, chosen by the kind of its field.</summary>
public sealed partial class FieldInput
{
    private const int MaxRadios = 3;

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

    private Dictionary<string, object> Parameters => new()
    {
        [nameof(FieldControl.Field)] = Field,
        [nameof(FieldControl.Model)] = Model,
        [nameof(FieldControl.Id)] = Id,
        [nameof(FieldControl.Invalid)] = Invalid,
        [nameof(FieldControl.DescribedBy)] = DescribedBy!,
        [nameof(FieldControl.OnChanged)] = OnChanged,
    };

    /// <summary>A required choice between few things is shown at once; everything else is a list to open.</summary>
    internal static bool IsRadio(FormField field) => field is { Type: FieldType.Choice, Required: true, Options.Count: <= MaxRadios };

    /// <summary>The id of the label of a control.</summary>
    internal static string LabelOf(string id) => $"{id}-label";

    private static Type ControlOf(FormField field) => field.Type switch
    {
        FieldType.Integer or FieldType.Number => typeof(NumberControl),
        FieldType.Boolean => typeof(BooleanControl),
        FieldType.Choice => IsRadio(field) ? typeof(RadioControl) : typeof(ChoiceControl),
        FieldType.MultiChoice => typeof(MultiChoiceControl),
        FieldType.Date => typeof(DateControl),
        FieldType.DateTime => typeof(DateTimeControl),
        FieldType.Duration => typeof(DurationControl),
        FieldType.Time => typeof(TimeControl),
        FieldType.Guid => typeof(GuidControl),
        FieldType.Json => typeof(JsonControl),
        FieldType.File => typeof(FileInput),
        FieldType.Files => typeof(FilesInput),
        FieldType.List => typeof(ListControl),
        FieldType.KeyValuePairs => typeof(PairsControl),
        FieldType.Group => typeof(GroupControl),
        FieldType.Rows => typeof(RowsControl),
        _ => typeof(TextControl),
    };
}
