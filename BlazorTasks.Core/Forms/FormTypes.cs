using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>Which .NET type is which kind of field.</summary>
internal static class FormTypes
{
    private static readonly Dictionary<Type, FieldType> Simple = new()
    {
        [typeof(string)] = FieldType.Text,
        [typeof(char)] = FieldType.Text,
        [typeof(bool)] = FieldType.Boolean,
        [typeof(sbyte)] = FieldType.Integer,
        [typeof(byte)] = FieldType.Integer,
        [typeof(short)] = FieldType.Integer,
        [typeof(ushort)] = FieldType.Integer,
        [typeof(int)] = FieldType.Integer,
        [typeof(uint)] = FieldType.Integer,
        [typeof(long)] = FieldType.Integer,
        [typeof(ulong)] = FieldType.Integer,
        [typeof(Half)] = FieldType.Number,
        [typeof(float)] = FieldType.Number,
        [typeof(double)] = FieldType.Number,
        [typeof(decimal)] = FieldType.Number,
        [typeof(DateTime)] = FieldType.DateTime,
        [typeof(DateTimeOffset)] = FieldType.DateTime,
        [typeof(DateOnly)] = FieldType.Date,
        [typeof(TimeOnly)] = FieldType.Time,
        [typeof(TimeSpan)] = FieldType.Duration,
        [typeof(Guid)] = FieldType.Guid,
        [typeof(Uri)] = FieldType.Url,
        [typeof(TaskFile)] = FieldType.File,
        [typeof(JsonElement)] = FieldType.Json,
        [typeof(JsonNode)] = FieldType.Json,
        [typeof(JsonObject)] = FieldType.Json,
        [typeof(JsonArray)] = FieldType.Json,
        [typeof(object)] = FieldType.Json,
    };

    /// <summary>The kind of field for one value of a type, or null if it is made of several.</summary>
    public static FieldType? SimpleOf(Type type)
    {
        var bare = Bare(type);
        return bare.IsEnum ? FieldType.Choice : Simple.TryGetValue(bare, out var field) ? field : null;
    }

    /// <summary>Whether a type is always a field, whatever services there are.</summary>
    public static bool IsData(Type type) =>
        SimpleOf(type) is not null
        || (ItemOf(type) is { } item && IsData(item))
        || (ValueOf(type) is { } value && IsData(value));

    /// <summary>The type itself, without "or null".</summary>
    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>The type of the items of a collection, or null if it is none.</summary>
    public static Type? ItemOf(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || typeof(JsonNode).IsAssignableFrom(type) || DictionaryOf(type) is not null ? null
        : type.IsArray ? type.GetArrayRank() == 1 ? type.GetElementType() : null
        : GenericOf(type, typeof(IEnumerable<>)) is [var item] ? item
        : null;

    /// <summary>The type of the values of a dictionary with names as its keys, or null if it is none.</summary>
    public static Type? ValueOf(Type type) => DictionaryOf(type) is [var key, var value] && key == typeof(string) ? value : null;

    /// <summary>Whether the serialiser fills a member in.</summary>
    public static bool IsSettable(JsonPropertyInfo property) =>
        !property.IsExtensionData
        && (property.Set is not null || property.AssociatedParameter is not null || (property.ObjectCreationHandling == JsonObjectCreationHandling.Populate && property.Get is not null))
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is not [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Always }, ..];

    /// <summary>A type as people write it.</summary>
    public static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } bare)
        {
            return Name(bare);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        var end = type.Name.IndexOf('`', StringComparison.Ordinal);
        return end < 0 ? type.Name : $"{type.Name[..end]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private static Type[]? DictionaryOf(Type type) =>
        typeof(JsonNode).IsAssignableFrom(type) ? null : GenericOf(type, typeof(IDictionary<,>)) ?? GenericOf(type, typeof(IReadOnlyDictionary<,>));

    private static Type[]? GenericOf(Type type, Type open) =>
        !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == open)?.GetGenericArguments();
}
