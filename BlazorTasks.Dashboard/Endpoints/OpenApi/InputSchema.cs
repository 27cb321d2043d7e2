namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>Describes the input of a definition as a JSON schema (2020-12), for tools that know nothing of forms.</summary>
internal static class InputSchema
{
    private const string ComponentPrefix = "Input.";

    /// <summary>Returns the schema of a definition's input.</summary>
    public static JsonObject Of(TaskDefinition definition)
    {
        var schema = Members(definition.Form.Fields);
        schema["title"] = definition.Title;
        return schema;
    }

    /// <summary>Returns the name of the schema in the OpenAPI document, which allows Latin letters only.</summary>
    public static string ComponentOf(TaskDefinition definition) => ComponentPrefix + string.Concat(
        definition.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : $"_{(int)c:x4}"));

    private static JsonObject Members(IReadOnlyList<FormField> fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Member(field)))),
        ["required"] = new JsonArray([.. fields.Where(MustBeGiven).Select(field => (JsonNode)field.Name)]),
        ["additionalProperties"] = false,
    };

    /// <summary>An omitted Boolean is false, and an omitted group consists of its defaults.</summary>
    private static bool MustBeGiven(FormField field) =>
        field is { Required: true, Default: null, Type: not (FieldType.Boolean or FieldType.Group) };

    private static JsonObject Member(FormField field)
    {
        var schema = Value(field);
        if (!MustBeGiven(field))
        {
            AllowNull(schema);
        }

        schema["title"] = field.Label;
        Set(schema, "description", field.Description);
        if (field.Default is { } initial)
        {
            schema["default"] = JsonNode.Parse(initial.GetRawText());
        }

        return schema;
    }

    private static JsonObject Value(FormField field) => field.Type switch
    {
        FieldType.Number or FieldType.Integer => Number(field),
        FieldType.Boolean => new JsonObject { ["type"] = "boolean" },
        FieldType.Choice => Choice(field),
        FieldType.MultiChoice => Array(field, Choice(field), isSet: true),
        FieldType.Date => Text("date"),
        FieldType.DateTime => Text("date-time"),
        FieldType.Guid => Text("uuid"),
        FieldType.Email => Limited(field, "email"),
        FieldType.Url => Limited(field, "uri"),
        FieldType.Secret => Limited(field, "password"),
        FieldType.Time => Text(null, "A time of day, such as 14:30"),
        FieldType.Duration => Text(null, "A duration, such as 00:30:00 or 1.12:00:00"),
        FieldType.File => Token(),
        FieldType.Files => Array(field, Token(), isSet: true),
        FieldType.Json => new JsonObject(),
        FieldType.List => Array(field, Value(field.Item ?? new FormField(field.Name, FieldType.Text))),
        FieldType.Rows => Array(field, Members(field.Fields)),
        FieldType.KeyValuePairs => Pairs(field),
        FieldType.Group => Members(field.Fields),
        _ => Limited(field, null),
    };

    private static JsonObject Number(FormField field)
    {
        var schema = new JsonObject { ["type"] = field.Type == FieldType.Integer ? "integer" : "number" };
        Set(schema, field.MinExclusive ? "exclusiveMinimum" : "minimum", field.Min);
        Set(schema, field.MaxExclusive ? "exclusiveMaximum" : "maximum", field.Max);
        return schema;
    }

    private static JsonObject Choice(FormField field) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. field.Options.Select(option => (JsonNode)option.Value)]),
    };

    private static JsonObject Limited(FormField field, string? format)
    {
        var schema = Text(format);
        Set(schema, "minLength", field.MinLength ?? (field is { Required: true, AllowEmpty: false } ? 1 : null));
        Set(schema, "maxLength", field.MaxLength);
        Set(schema, "pattern", field.Pattern is { } pattern ? $"^(?:{pattern})$" : null);
        return schema;
    }

    private static JsonObject Array(FormField field, JsonObject item, bool isSet = false)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item };
        Set(schema, "minItems", field.MinItems ?? (isSet && field.Required ? 1 : null));
        Set(schema, "maxItems", field.MaxItems);
        return schema;
    }

    private static JsonObject Pairs(FormField field)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = Value(field.Item ?? new FormField(field.Name, FieldType.Text)),
        };
        Set(schema, "minProperties", field.MinItems);
        Set(schema, "maxProperties", field.MaxItems);
        return schema;
    }

    private static JsonObject Token() => Text(null, "The token of an upload (POST /api/uploads)");

    private static JsonObject Text(string? format, string? description = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        Set(schema, "format", format);
        Set(schema, "description", description);
        return schema;
    }

    private static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        }

        if (schema["enum"] is JsonArray values)
        {
            values.Add((JsonNode?)null);
        }
    }

    private static void Set(JsonObject schema, string name, JsonNode? value)
    {
        if (value is not null)
        {
            schema[name] = value;
        }
    }

    private static void Set(JsonObject schema, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            schema[name] = number;
        }
    }
}
