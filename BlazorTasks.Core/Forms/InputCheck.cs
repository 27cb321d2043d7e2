namespace BlazorTasks.Forms;

/// <summary>Validates an input against its form and collects the errors by field path, such as "lines[2].amount".</summary>
/// <param name="uploads">The store of uploaded files, or null if there are none.</param>
internal sealed class InputCheck(UploadStore? uploads)
{
    private const int MaxErrors = 100;

    private readonly Dictionary<string, string> _errors = [];

    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>Validates the members of an object.</summary>
    /// <param name="fields">The fields of the object.</param>
    /// <param name="record">The record that the object is bound to, if any.</param>
    /// <param name="input">The object, or null for an empty one.</param>
    /// <param name="path">The path of the object.</param>
    /// <returns>The normalized values. Only meaningful without errors.</returns>
    public JsonObject Members(IReadOnlyList<FormField> fields, Type? record, JsonElement? input, string path)
    {
        var before = _errors.Count;
        var values = new JsonObject();
        var given = Given(input, path);
        foreach (var field in fields)
        {
            given.Remove(field.Name, out var value);
            if (Value(field, value, At(path, field.Name)) is (true, var read))
            {
                values[field.Name] = read;
            }
        }

        foreach (var unknown in given.Keys)
        {
            Fail(At(path, unknown), $"Unknown field '{unknown}'");
        }

        if (record is not null && _errors.Count == before)
        {
            foreach (var (at, message) in RecordRules.Check(record, values, uploads))
            {
                Fail(at.Length == 0 ? path : At(path, at), message);
            }
        }

        return values;
    }

    private Dictionary<string, JsonElement> Given(JsonElement? input, string path)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (input is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject().Where(member => !given.TryAdd(member.Name, member.Value)))
            {
                Fail(At(path, member.Name), $"'{member.Name}' appears more than once");
            }
        }

        return given;
    }

    /// <summary>Validates and normalizes one value.</summary>
    private (bool IsThere, JsonNode? Value) Value(FormField field, JsonElement given, string path)
    {
        if (IsOmitted(field, given))
        {
            return ValueOfOmitted(field, given, path);
        }

        var before = _errors.Count;
        var value = field.Type switch
        {
            FieldType.Group => given.ValueKind == JsonValueKind.Object ? Members(field.Fields, RecordOf(field), given, path) : null,
            FieldType.Rows or FieldType.List => Items(field, given, path),
            FieldType.KeyValuePairs => Pairs(field, given, path),
            _ => FieldReader.Read(field, given, uploads),
        };
        if (_errors.Count == before && (value is null ? FieldMessages.Wrong(field) : FieldCheck.Error(field, value, uploads)) is { } error)
        {
            Fail(path, error);
        }

        return (true, value);
    }

    private JsonArray? Items(FormField field, JsonElement given, string path)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var item = field.Type == FieldType.List ? field.ItemOrText : FieldMessages.Row(field);
        return new JsonArray([.. given.EnumerateArray().Select((one, i) => Value(
            item,
            one,
            string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")).Value)]);
    }

    private JsonObject? Pairs(FormField field, JsonElement given, string path)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var pairs = new JsonObject();
        foreach (var (name, value) in Given(given, path))
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                Fail(path, "Enter a name for each value");
            }

            pairs[name] = Value(field.ItemOrText, value, At(path, name)).Value;
        }

        return pairs;
    }

    private static bool IsOmitted(FormField field, JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String when field.Type is FieldType.Text or FieldType.Multiline =>
            field.Required && !field.AllowEmpty && string.IsNullOrWhiteSpace(given.GetString()),
        JsonValueKind.String => field.Type != FieldType.Json && given.GetString()!.Length == 0,
        JsonValueKind.Array when field.Type is FieldType.MultiChoice or FieldType.Files => field.Required && given.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>An explicit null is a value for nullable members. Everywhere else it is treated as omitted.</summary>
    private (bool IsThere, JsonNode? Value) ValueOfOmitted(FormField field, JsonElement given, string path)
    {
        if (given.ValueKind != JsonValueKind.Undefined && field is { Nullable: true, Default: not null })
        {
            return (true, null);
        }

        switch (field)
        {
            case { Default: { } initial }:
                return (true, JsonNode.Parse(initial.GetRawText()));
            case { Type: FieldType.Boolean, Required: true }:
                return (true, JsonValue.Create(false));
            case { Type: FieldType.Group, Required: true }:
                return (true, Members(field.Fields, RecordOf(field), null, path));
            case { Required: true }:
                Fail(path, FieldMessages.Missing(field));
                return default;
            default:
                return (field.MustBePresent, null);
        }
    }

    /// <summary>A group of a form built by hand is not bound to a record.</summary>
    private static Type? RecordOf(FormField group) => group.ClrType == typeof(string) ? null : FormTypes.Bare(group.ClrType);

    private void Fail(string path, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.TryAdd(path, message);
        }
    }

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
