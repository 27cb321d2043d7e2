using System.Text.Json.Nodes;
using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

public sealed partial class FormModel
{
    /// <summary>One value of a list or of key-value pairs, as a form of its own for the control of its type.</summary>
    /// <param name="field">The list or the pairs.</param>
    /// <param name="value">The value as it is kept there.</param>
    /// <param name="label">What people call it: "Tags 2".</param>
    public FormModel Item(FormField field, string value, string label)
    {
        var item = (field.Item ?? new FormField(field.Name, FieldType.Text) { Required = true }) with { Label = label };
        JsonNode? json = item.Type == FieldType.Boolean && bool.TryParse(value, out var yes) ? yes : value;
        return new FormModel(new FormSchema([item]), _zone, JsonSerializer.SerializeToElement(new JsonObject { [item.Name] = json }));
    }

    /// <summary>The value of a form that <see cref="Item"/> made, as the list keeps it.</summary>
    public string GetItem() =>
        ToJson().GetProperty(Schema.Fields[0].Name) is { ValueKind: not JsonValueKind.Null } value ? FieldValue.Text(value) : "";

    /// <summary>The message for one of the values, files or rows.</summary>
    public string? ErrorAt(FormField field, int index) => _errors.GetValueOrDefault(At(field, index));

    /// <summary>The message for the value of a pair.</summary>
    public string? ErrorAt(FormField field, string name) => _errors.GetValueOrDefault($"{field.Name}.{name}");

    /// <summary>The messages of this form alone, not of those in it.</summary>
    internal IReadOnlyDictionary<string, string> OwnErrors => _errors;

    /// <summary>Of two values under one name an object would keep only the second.</summary>
    private IEnumerable<KeyValuePair<string, string>> TwiceNamed(FormField field) =>
        (Get<List<KeyValuePair<string, string>>>(field) ?? []).CountBy(pair => pair.Key)
            .Where(name => name is { Value: > 1, Key.Length: > 0 }).Take(1)
            .Select(name => KeyValuePair.Create(field.Name, $"Use the name '{name.Key}' only once"));

    private static string At(FormField field, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field.Name}[{index}]");
}
