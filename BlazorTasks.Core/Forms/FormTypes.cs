using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>Maps .NET types to field types.</summary>
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

    /// <summary>Returns the field type of a single value, or null if the type has several members.</summary>
    public static FieldType? SimpleOf(Type type)
    {
        var bare = Bare(type);
        return bare.IsEnum ? FieldType.Choice : Simple.TryGetValue(bare, out var field) ? field : null;
    }

    /// <summary>Returns whether a type is always a field, regardless of registered services.</summary>
    public static bool IsData(Type type) =>
        SimpleOf(type) is not null
        || (ItemOf(type) is { } item && IsData(item))
        || (ValueOf(type) is { } value && IsData(value));

    /// <summary>Returns the underlying type of a nullable type, or the type itself.</summary>
    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>Returns the element type of a collection, or null if the type is not one.</summary>
    public static Type? ItemOf(Type type) =>
        type == typeof(string) || type == typeof(byte[]) || typeof(JsonNode).IsAssignableFrom(type) || DictionaryOf(type) is not null ? null
        : type.IsArray ? type.GetArrayRank() == 1 ? type.GetElementType() : null
        : GenericOf(type, typeof(IEnumerable<>)) is [var item] ? item
        : null;

    /// <summary>Returns the value type of a dictionary with string keys, or null if the type is not one.</summary>
    public static Type? ValueOf(Type type) => DictionaryOf(type) is [var key, var value] && key == typeof(string) ? value : null;

    /// <summary>Returns whether the serializer sets a member.</summary>
    public static bool IsSettable(JsonPropertyInfo property) =>
        !property.IsExtensionData
        && (
            property.Set is not null
                || property.AssociatedParameter is not null
                || (property.ObjectCreationHandling == JsonObjectCreationHandling.Populate && property.Get is not null))
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is not [
            JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Always },
            ..];

    /// <summary>Returns the name of a type as written in C#.</summary>
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
        typeof(JsonNode).IsAssignableFrom(type)
            ? null
            : GenericOf(type, typeof(IDictionary<,>)) ?? GenericOf(type, typeof(IReadOnlyDictionary<,>));

    private static Type[]? GenericOf(Type type, Type open) =>
        !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.GetInterfaces()
            .Append(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == open)?.GetGenericArguments();
}
