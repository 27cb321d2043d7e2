using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Forms;

/// <summary>
/// The one description of a form. It draws the start dialog, checks what the API gets, and binds values to parameters.
/// Checking is always the server's.
/// </summary>
/// <param name="Fields">The fields, in the order in which they are shown.</param>
public sealed record FormSchema(IReadOnlyList<FormField> Fields)
{
    /// <summary>A form without fields.</summary>
    public static FormSchema Empty { get; } = new([]);

    /// <summary>The record that is made of the input, with the rules that concern all of it; null for a form made by hand.</summary>
    [JsonIgnore]
    internal Type? RecordType { get; init; }

    /// <summary>All fields, those of groups and rows among them.</summary>
    [JsonIgnore]
    internal IEnumerable<FormField> AllFields => Flatten(Fields);

    /// <summary>The field with this name, or null.</summary>
    public FormField? this[string name] => Fields.FirstOrDefault(field => field.Name == name);

    private static IEnumerable<FormField> Flatten(IEnumerable<FormField> fields) =>
        fields.SelectMany(field => Flatten(field.Fields).Concat(field.Item is { } item ? [item] : []).Prepend(field));

    /// <summary>Checks an input against the form.</summary>
    /// <param name="input">A JSON object, or nothing for an empty one.</param>
    /// <param name="uploads">Where uploaded files are; null if there are none.</param>
    /// <returns>The input in its normal form with defaults filled in, or a message for each field that is wrong.</returns>
    public FormReading Read(JsonElement? input, UploadStore? uploads = null)
    {
        if (input is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
        {
            return new FormReading(default, new Dictionary<string, string> { [""] = "The input should be a JSON object." });
        }

        var check = new InputCheck(uploads);
        var values = check.Members(Fields, RecordType, input, "");
        return new FormReading(JsonSerializer.SerializeToElement(values, TaskJson.Options), check.Errors);
    }
}

/// <summary>What came of checking an input.</summary>
/// <param name="Input">The input in its normal form. Meaningful only without errors.</param>
/// <param name="Errors">A message for each wrong field, by its path, such as "lines[2].amount"; a message for the whole under "".</param>
public sealed record FormReading(JsonElement Input, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>Whether everything is right.</summary>
    public bool IsValid => Errors.Count == 0;
}
