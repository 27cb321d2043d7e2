using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>
/// Creates the fields of a record or class from the serializer's contract: what it deserializes is what the form contains.
/// </summary>
internal static class RecordForm
{
    /// <summary>Creates the fields of a record.</summary>
    /// <exception cref="NotSupportedException">A form cannot be created. The message names the member.</exception>
    public static IReadOnlyList<FormField> FieldsOf(Type type, FormScope scope) => scope.Within(type, () => Fields(type, scope));

    /// <summary>Creates a field for a type with several members or with its own converter.</summary>
    public static FormField Shape(FormField field, Type type, FormScope scope)
    {
        if (InfoOf(type).Kind != JsonTypeInfoKind.Object)
        {
            CheckReadable(type, "{}");
            return field with { Type = FieldType.Json };
        }

        var fields = FieldsOf(type, scope);
        return fields.Any(one => one.Type == FieldType.Secret)
            ? throw new NotSupportedException(
                $"{FormTypes.Name(type)} contains a secret, which is only supported as a parameter or as a member of an answer")
            : field with { Type = FieldType.Group, Fields = fields };
    }

    /// <summary>Verifies that the serializer supports a type.</summary>
    public static void CheckReadable(Type type, string json)
    {
        try
        {
            _ = JsonSerializer.Deserialize(json, type, TaskJson.Options);
        }
        catch (Exception error) when (
            error is NotSupportedException or InvalidOperationException && error.Source == typeof(JsonSerializer).Assembly.GetName().Name)
        {
            throw NoField(type);
        }
#pragma warning disable CA1031 // the type is supported but rejected this value
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static List<FormField> Fields(Type type, FormScope scope)
    {
        var info = InfoOf(type);
        if (info.Kind != JsonTypeInfoKind.Object || type.IsAbstract || typeof(Delegate).IsAssignableFrom(type))
        {
            throw NoField(type);
        }

        if (info.CreateObject is null && info.ConstructorAttributeProvider is null)
        {
            throw new NotSupportedException(
                $"{FormTypes.Name(type)} has no constructor that the serializer would choose; mark one with [JsonConstructor]");
        }

        CheckReadable(type, "{}");
        var initial = InitialOf(info);
        var fields = info.Properties.Where(FormTypes.IsSettable)
            .Select(property => Named(type, property, () => OfProperty(type, property, initial, scope)))
            .ToList();
        return fields.Count > 0 ? fields : throw NoField(type);
    }

    private static FormField OfProperty(Type type, JsonPropertyInfo property, object? initial, FormScope scope)
    {
        var attributes = FormAttributes.Of(property);
        var isNullable = IsNullable(property);
        var start = InitialOf(property, initial);
        var field = WithConverter(property, attributes, scope) with
        {
            Label = FormAttributes.LabelOf(property),
            Required = !isNullable && start is null,
            Nullable = isNullable,
            Default = start,
            IsOfRecord = true,
            MustBePresent = property.IsRequired,
        };
        CheckCompared(type, attributes);
        return FormAttributes.Apply(field, attributes);
    }

    /// <summary>A converter of the member determines the representation: enum names, or any JSON.</summary>
    private static FormField WithConverter(JsonPropertyInfo property, List<Attribute> attributes, FormScope scope)
    {
        if (property.CustomConverter is not { } converter)
        {
            return FormBuilder.OfType(property.Name, property.PropertyType, attributes, scope);
        }

        var own = new JsonSerializerOptions(TaskJson.Options);
        own.Converters.Insert(0, converter);
        return FormTypes.Bare(property.PropertyType).IsEnum
            ? FormBuilder.OfType(property.Name, property.PropertyType, attributes, scope, own)
            : new FormField(property.Name, FieldType.Json) { ClrType = property.PropertyType, Json = own };
    }

    private static void CheckCompared(Type type, List<Attribute> attributes)
    {
        var compared = attributes.OfType<CompareAttribute>();
        if (compared.FirstOrDefault(compare => type.GetRuntimeProperty(compare.OtherProperty) is null) is { } wrong)
        {
            throw new NotSupportedException($"[Compare] refers to {wrong.OtherProperty}, which {FormTypes.Name(type)} does not have");
        }
    }

    private static JsonTypeInfo InfoOf(Type type)
    {
        try
        {
            return TaskJson.Options.GetTypeInfo(type);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new NotSupportedException(
                $"{FormTypes.Name(type)} cannot be deserialized from JSON: {error.Message.TrimEnd('.')}",
                error);
        }
    }

    /// <summary>Creates a record to determine the initial values of its members.</summary>
    private static object? InitialOf(JsonTypeInfo info)
    {
        try
        {
            return info.CreateObject?.Invoke();
        }
#pragma warning disable CA1031 // a constructor may throw anything; without an instance there are no defaults
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static JsonElement? InitialOf(JsonPropertyInfo property, object? record)
    {
        var value = property.AssociatedParameter is { HasDefaultValue: true } parameter ? parameter.DefaultValue
            : record is not null && property is { Get: { } get, IsRequired: false } ? get(record)
            : null;
        var bare = FormTypes.Bare(property.PropertyType);
        var hasDefault = property.AssociatedParameter is { HasDefaultValue: true };
        return value is null or TaskFile or ""
            || (!hasDefault && IsZero(value, bare))
            || (FormTypes.ItemOf(bare) is not null && value is System.Collections.ICollection { Count: 0 })
            ? null
            : JsonSerializer.SerializeToElement(bare.IsEnum ? Enum.ToObject(bare, value) : value, bare, TaskJson.Options);
    }

    private static bool IsZero(object value, Type type) => type.IsValueType && value.Equals(Activator.CreateInstance(type));

    private static bool IsNullable(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || property.AssociatedParameter is { HasDefaultValue: true, DefaultValue: null }
        || (
            !property.PropertyType.IsValueType
                && property.AttributeProvider is PropertyInfo member
                && new NullabilityInfoContext().Create(member).WriteState == NullabilityState.Nullable)
        || (
            !property.PropertyType.IsValueType
                && property.AttributeProvider is FieldInfo field
                && new NullabilityInfoContext().Create(field).WriteState == NullabilityState.Nullable);

    private static FormField Named(Type type, JsonPropertyInfo property, Func<FormField> make)
    {
        try
        {
            return make();
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException(
                $"{type.Name}.{(property.AttributeProvider as MemberInfo)?.Name ?? property.Name}: {error.Message}",
                error);
        }
    }

    private static NotSupportedException NoField(Type type) => new(
        $"the type {FormTypes.Name(type)} is not supported as a form field; register it as a service, or use text, numbers, " +
        "a TaskFile, a record of these, or a JsonElement");
}
