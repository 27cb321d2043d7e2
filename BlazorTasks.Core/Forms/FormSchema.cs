using System.Text.Json;
using System.Text.Json.Nodes;

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

    /// <summary>The field with this name, or null.</summary>
    public FormField? this[string name] => Fields.FirstOrDefault(field => field.Name == name);

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

        var errors = new Dictionary<string, string>();
        var values = new JsonObject();
        var given = Given(input, errors);
        foreach (var field in Fields)
        {
            given.Remove(field.Name, out var value);
            var check = FieldCheck.Check(field, value, uploads);
            if (check.Error is not null)
            {
                errors[field.Name] = check.Error;
            }
            else if (check.Value is not null)
            {
                values[field.Name] = check.Value;
            }
        }

        foreach (var unknown in given.Keys)
        {
            errors[unknown] = $"There is no field '{unknown}'.";
        }

        return new FormReading(JsonSerializer.SerializeToElement(values, TaskJson.Options), errors);
    }

    private static Dictionary<string, JsonElement> Given(JsonElement? input, Dictionary<string, string> errors)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (input is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject().Where(member => !given.TryAdd(member.Name, member.Value)))
            {
                errors[member.Name] = $"'{member.Name}' is given more than once";
            }
        }

        return given;
    }
}

/// <summary>What came of checking an input.</summary>
/// <param name="Input">The input in its normal form. Meaningful only without errors.</param>
/// <param name="Errors">A message for each wrong field, by name; a message for the whole under "".</param>
public sealed record FormReading(JsonElement Input, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>Whether everything is right.</summary>
    public bool IsValid => Errors.Count == 0;
}
