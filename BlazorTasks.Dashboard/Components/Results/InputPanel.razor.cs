namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>The input of a task.</summary>
public sealed partial class InputPanel
{
    /// <summary>The prefix of a protected secret, for inputs whose definition no longer exists.</summary>
    private const string ProtectedSecret = "secret:";

    /// <summary>The input.</summary>
    [Parameter, EditorRequired]
    public JsonElement? Input { get; set; }

    /// <summary>The form of the input; empty when the definition no longer exists.</summary>
    [Parameter, EditorRequired]
    public FormSchema Form { get; set; } = FormSchema.Empty;

    /// <summary>Whether it is an external task.</summary>
    [Parameter]
    public bool IsExternal { get; set; }

    /// <summary>The fields of the form, followed by other values of the input.</summary>
    private List<string> Names(JsonElement input) =>
        [.. Form.Fields.Select(field => field.Name).Union(input.EnumerateObject().Select(property => property.Name))];

    private bool IsSecret(string name, JsonElement value) =>
        Form[name]?.Type == FieldType.Secret && value.ValueKind != JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith(ProtectedSecret, StringComparison.Ordinal));

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>Replaces the values of a choice with their labels.</summary>
    private JsonElement WithLabels(string name, JsonElement value) => (Form[name], value.ValueKind) switch
    {
        ({ Options.Count: > 0 } field, JsonValueKind.Array) =>
            JsonSerializer.SerializeToElement(value.EnumerateArray().Select(item => LabelOf(field, item))),
        ({ Options.Count: > 0 } field, _) => JsonSerializer.SerializeToElement(LabelOf(field, value)),
        _ => value,
    };

    private static string LabelOf(FormField field, JsonElement value) =>
        field.Options.FirstOrDefault(option => option.Value == value.ToString())?.Label ?? value.ToString();
}
