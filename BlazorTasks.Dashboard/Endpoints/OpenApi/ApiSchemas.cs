using System.ComponentModel.DataAnnotations;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>
/// Creates the JSON schemas of all requests and responses from the serializer options. Types of this product are described
/// once, by name. Request readers reject unknown members, and so do their schemas.
/// </summary>
internal sealed class ApiSchemas
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ApiJson.Options.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
    };

    private readonly Dictionary<string, JsonNode?> _components = [];
    private readonly Dictionary<string, Type> _types = [];

    /// <summary>Gets the schemas by name.</summary>
    public JsonObject Components =>
        new([.. _components.OrderBy(
            one => one.Key,
            StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))]);

    /// <summary>Returns the schema of a type, or a reference to it.</summary>
    public JsonNode Of(Type type) =>
        type == typeof(string) ? new JsonObject { ["type"] = "string" }
        : type == typeof(JsonElement) ? new JsonObject()
        : Reference(type);

    private JsonObject Reference(Type type)
    {
        var name = NameOf(type);
        if (_types.TryAdd(name, type))
        {
            _components[name] = null; // it may be recursive
            _components[name] = Options.GetJsonSchemaAsNode(
                type,
                new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        }

        return _types[name] == type
            ? new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }
            : throw new InvalidOperationException($"{type} and {_types[name]} have the same schema name {name}. Rename one of them.");
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type || context.PropertyInfo?.IsGetNullable == true;
        if (type == typeof(TaskId))
        {
            return Text("uuid", isNullable);
        }

        if (type == typeof(DateTimeOffset))
        {
            return Text("date-time", isNullable);
        }

        if (type.IsEnum)
        {
            return Words(context.PropertyInfo, schema, isNullable);
        }

        if (!IsOurs(type))
        {
            return schema is JsonObject ? schema : new JsonObject(); // any value, in the form that all tools support
        }

        var isRoot = context.Path.IsEmpty;
        return !isRoot && isNullable ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type), new JsonObject { ["type"] = "null" }) }
            : !isRoot ? Reference(type)
            : schema is JsonObject described ? Complete(context.TypeInfo, described)
            : schema;
    }

    private static JsonObject Text(string format, bool isNullable) => new()
    {
        ["type"] = isNullable ? new JsonArray("string", "null") : "string",
        ["format"] = format,
    };

    /// <summary>Returns the values of an enum, limited to those that are allowed.</summary>
    private static JsonObject Words(JsonPropertyInfo? property, JsonNode schema, bool isNullable)
    {
        var allowed = property?.AttributeProvider?.GetCustomAttributes(
            typeof(AllowedValuesAttribute),
            inherit: true) is [AllowedValuesAttribute some]
            ? some.Values
            : null;
        var words = allowed?.Select(value => JsonSerializer.SerializeToNode(value, value!.GetType(), Options))
            ?? schema["enum"]!.AsArray().Where(word => word is not null).Select(word => word!.DeepClone());
        var values = new JsonArray([.. words]);
        if (isNullable)
        {
            values.Add((JsonNode?)null);
        }

        return new JsonObject { ["type"] = isNullable ? new JsonArray("string", "null") : "string", ["enum"] = values };
    }

    /// <summary>Sets which members are required.</summary>
    private static JsonObject Complete(JsonTypeInfo type, JsonObject schema)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return schema; // one of several types, each with its own schema
        }

        var isRequest = type.Type.Assembly == typeof(ApiSchemas).Assembly;
        if (isRequest)
        {
            foreach (var computed in type.Properties.Where(property => property.AssociatedParameter is null))
            {
                properties.Remove(computed.Name);
            }

            schema["additionalProperties"] = false;
        }

        var required = type.Properties.Where(
            property => properties.ContainsKey(property.Name)
                && (isRequest ? MustBeGiven(property) : IsAlwaysThere(property))).Select(property =>
                (JsonNode)property.Name);
        schema["required"] = new JsonArray([.. required]);
        return schema;
    }

    private static bool MustBeGiven(JsonPropertyInfo property) =>
        !property.IsGetNullable && (property.PropertyType == typeof(string) || property.PropertyType == typeof(bool));

    private static bool IsAlwaysThere(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is null or { Length: 0 };

    private static bool IsOurs(Type type) =>
        type.IsClass && type.Namespace?.StartsWith(nameof(BlazorTasks), StringComparison.Ordinal) == true;

    private static string NameOf(Type type) => type.Name.StartsWith("Api", StringComparison.Ordinal) ? type.Name[3..] : type.Name;
}
