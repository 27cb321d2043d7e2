namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>One control, chosen by the kind of its field.</summary>
public sealed partial class FieldInput
{
    private const int MaxRadios = 3;

    private Dictionary<string, object> Parameters => new()
    {
        [nameof(Field)] = Field,
        [nameof(Model)] = Model,
        [nameof(Id)] = Id,
        [nameof(Invalid)] = Invalid,
        [nameof(DescribedBy)] = DescribedBy!,
        [nameof(OnChanged)] = OnChanged,
    };

    /// <summary>A required choice between few things is shown at once; everything else is a list to open.</summary>
    internal static bool IsRadio(FormField field) => field is { Type: FieldType.Choice, Required: true, Options.Count: <= MaxRadios };

    /// <summary>The id of the label of a control.</summary>
    internal static string LabelOf(string id) => $"{id}-label";

    private static Type ControlOf(FormField field) => field.Type switch
    {
        FieldType.Boolean => typeof(BooleanControl),
        FieldType.Choice => IsRadio(field) ? typeof(RadioControl) : typeof(ChoiceControl),
        FieldType.MultiChoice => typeof(MultiChoiceControl),
        FieldType.Date => typeof(DateControl),
        FieldType.File => typeof(FileInput),
        FieldType.Files => typeof(FilesInput),
        FieldType.List => typeof(ListControl),
        FieldType.KeyValuePairs => typeof(PairsControl),
        FieldType.Group => typeof(GroupControl),
        FieldType.Rows => typeof(RowsControl),
        _ => typeof(TextControl),
    };
}
