namespace BlazorTasks.Forms;

/// <summary>
/// The description of a form. It renders the start dialog, validates API requests, and binds values to parameters. Validation
/// always happens on the server.
/// </summary>
/// <param name="Fields">The fields in display order.</param>
public sealed record FormSchema(IReadOnlyList<FormField> Fields)
{
    /// <summary>A form without fields.</summary>
    public static FormSchema Empty { get; } = new([]);

    /// <summary>
    /// The record that the input is bound to, with the rules that apply to it as a whole. Null for a form built by hand.
    /// </summary>
    [JsonIgnore]
    internal Type? RecordType { get; init; }

    /// <summary>Gets all fields, including those of groups and rows.</summary>
    [JsonIgnore]
    internal IEnumerable<FormField> AllFields => Flatten(Fields);

    /// <summary>Returns the field with this name, or null.</summary>
    public FormField? this[string name] => Fields.FirstOrDefault(field => field.Name == name);

    private static IEnumerable<FormField> Flatten(IEnumerable<FormField> fields) =>
        fields.SelectMany(field => Flatten(field.Fields).Concat(field.Item is { } item ? [item] : []).Prepend(field));

    /// <summary>Validates an input against the form.</summary>
    /// <param name="input">A JSON object, or null for an empty one.</param>
    /// <param name="uploads">The store of uploaded files, or null if there are none.</param>
    /// <returns>The normalized input with defaults applied, or a message for each invalid field.</returns>
    public FormReading Read(JsonElement? input, UploadStore? uploads = null)
    {
        if (input is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
        {
            return new FormReading(default, new Dictionary<string, string> { [""] = "The input must be a JSON object." });
        }

        var check = new InputCheck(uploads);
        var values = check.Members(Fields, RecordType, input, "");
        return new FormReading(JsonSerializer.SerializeToElement(values, TaskJson.Options), check.Errors);
    }
}

/// <summary>The result of validating an input.</summary>
/// <param name="Input">The normalized input. Only meaningful without errors.</param>
/// <param name="Errors">The validation errors by field path, such as "lines[2].amount". The empty path stands for the whole
/// input.</param>
public sealed record FormReading(JsonElement Input, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>Gets whether the input is valid.</summary>
    public bool IsValid => Errors.Count == 0;
}
