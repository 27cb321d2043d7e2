namespace BlazorTasks.Forms;

/// <summary>Creates the field of a method parameter from its name, type, default value and DataAnnotations.</summary>
internal static class FormBuilder
{
    private static readonly ConcurrentDictionary<Type, FormSchema> Forms = new();

    /// <summary>Creates the field of a parameter.</summary>
    /// <exception cref="NotSupportedException">Its type or one of its attributes is not supported.</exception>
    public static FormField FromParameter(ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsPointer)
        {
            throw new NotSupportedException("parameters of tasks are passed by value: ref, in, out and spans are not supported");
        }

        var isNullable = IsNullable(parameter);
        var attributes = Attribute.GetCustomAttributes(parameter, inherit: true);
        var field = OfType(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!),
            parameter.ParameterType,
            attributes,
            new FormScope()) with
        {
            Label = Text.Humanize(parameter.Name!),
            Required = !parameter.HasDefaultValue && !isNullable,
            Nullable = isNullable,
            Default = DefaultOf(parameter),
        };
        return FormAttributes.Apply(field, attributes);
    }

    /// <summary>Creates the form of a record or class from the members that the serializer sets.</summary>
    /// <exception cref="NotSupportedException">The type of a member is not supported. The message names the member.</exception>
    public static FormSchema FromType(Type type) =>
        Forms.GetOrAdd(type, static key => new FormSchema(RecordForm.FieldsOf(key, new FormScope())) { RecordType = key });

    /// <summary>Creates the field of a type. Attributes are only considered as far as they determine the field type.</summary>
    public static FormField OfType(
        string name,
        Type type,
        IReadOnlyList<Attribute> attributes,
        FormScope scope,
        JsonSerializerOptions? json = null)
    {
        var bare = FormTypes.Bare(type);
        if (bare == typeof(byte[]))
        {
            throw new NotSupportedException("the type Byte[] is not supported as a form field; use a TaskFile or text");
        }

        var field = new FormField(name, FieldType.Text) { ClrType = type, Json = json };
        return FormTypes.SimpleOf(bare) is { } simple ? OfSimple(field, simple, attributes)
            : FormTypes.ItemOf(bare) is { } item ? OfCollection(field, item, attributes, scope)
            : FormTypes.ValueOf(bare) is { } value ? OfDictionary(field, value, scope)
            : RecordForm.Shape(field, bare, scope);
    }

    private static FormField OfSimple(FormField field, FieldType simple, IReadOnlyList<Attribute> attributes)
    {
        var bare = FormTypes.Bare(field.ClrType);
        var type = bare == typeof(string) ? TextTypeOf(attributes)
            : bare == typeof(DateTime) && attributes.Any(attribute => attribute is DataTypeAttribute { DataType: DataType.Date })
            ? FieldType.Date
            : simple;
        return type != FieldType.Choice ? field with { Type = type }
            : field with
            {
                Type = type,
                Options = bare.IsEnum ? OptionsOf(bare, field.Json) : OptionsOf(attributes.OfType<AllowedValuesAttribute>().First())
            };
    }

    private static FormField OfCollection(FormField field, Type item, IReadOnlyList<Attribute> attributes, FormScope scope)
    {
        RecordForm.CheckReadable(field.ClrType, "[]");
        var allowed = attributes.OfType<AllowedValuesAttribute>().FirstOrDefault();
        if (item.IsEnum || (allowed is not null && item == typeof(string)))
        {
            return field with
            {
                Type = FieldType.MultiChoice,
                Options = allowed is null ? OptionsOf(item, field.Json) : OptionsOf(allowed)
            };
        }

        if (item == typeof(TaskFile))
        {
            return field with { Type = FieldType.Files };
        }

        var one = OfType(field.Name, item, attributes, scope);
        return one.Type switch
        {
            FieldType.Secret => throw new NotSupportedException("lists of secrets are not supported; use separate parameters or members"),
            FieldType.Group => field with { Type = FieldType.Rows, Fields = one.Fields, RowType = item },
            FieldType.Json or FieldType.List or FieldType.Rows or FieldType.KeyValuePairs or FieldType.MultiChoice or FieldType.Files =>
                field with { Type = FieldType.Json },
            _ => field with
            {
                Type = FieldType.List,
                Item = one with { Required = item.IsValueType && Nullable.GetUnderlyingType(item) is null || item == typeof(string) }
            },
        };
    }

    private static FormField OfDictionary(FormField field, Type value, FormScope scope)
    {
        RecordForm.CheckReadable(field.ClrType, "{}");
        var item = OfType("value", value, [], scope);
        return item.Type is FieldType.Json || FormTypes.SimpleOf(value) is null or FieldType.File
            ? field with { Type = FieldType.Json }
            : field with
            {
                Type = FieldType.KeyValuePairs,
                Item = item with { Required = Nullable.GetUnderlyingType(value) is null, AllowEmpty = true }
            };
    }

    private static FieldType TextTypeOf(IReadOnlyList<Attribute> attributes) => attributes.Select(attribute => attribute switch
    {
        AllowedValuesAttribute => FieldType.Choice,
        EmailAddressAttribute => FieldType.Email,
        UrlAttribute => FieldType.Url,
        DataTypeAttribute { DataType: DataType.MultilineText } => FieldType.Multiline,
        DataTypeAttribute { DataType: DataType.Password } => FieldType.Secret,
        DataTypeAttribute { DataType: DataType.EmailAddress } => FieldType.Email,
        DataTypeAttribute { DataType: DataType.Url } => FieldType.Url,
        _ => FieldType.Text,
    }).FirstOrDefault(type => type != FieldType.Text);

    /// <summary>Returns the names of an enum as the serializer writes them, with their labels.</summary>
    private static FieldOption[] OptionsOf(Type choices, JsonSerializerOptions? json)
    {
        if (choices.IsDefined(typeof(FlagsAttribute), inherit: false))
        {
            throw new NotSupportedException(
                $"{choices.Name} is a [Flags] enum, which is not supported; use an array of an enum without [Flags]");
        }

        return [.. Enum.GetNames(choices).Select(name => new FieldOption(
            ValueOf(choices, name, json),
            LabelOf(choices, name))).DistinctBy(option => option.Value)];
    }

    private static string ValueOf(Type choices, string name, JsonSerializerOptions? json) =>
        JsonSerializer.SerializeToElement(
            Enum.Parse(choices, name),
            choices,
            json ?? TaskJson.Options) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new NotSupportedException(
                $"{choices.Name} is serialized as a number; serialize it as text with a JsonStringEnumConverter");

    private static FieldOption[] OptionsOf(AllowedValuesAttribute allowed) =>
        [.. allowed.Values.OfType<object>().Select(value => Convert.ToString(
            value,
            CultureInfo.InvariantCulture)!).Select(value => new FieldOption(value, value))];

    private static string LabelOf(Type choices, string name) =>
        choices.GetField(name)!.GetCustomAttribute<DisplayAttribute>()?.GetName() ?? Text.Humanize(name);

    /// <summary>Returns the default value of a parameter. That of a nullable enum is reported as a number.</summary>
    private static JsonElement? DefaultOf(ParameterInfo parameter)
    {
        if (parameter is not { HasDefaultValue: true, DefaultValue: { } value })
        {
            return null;
        }

        var bare = FormTypes.Bare(parameter.ParameterType);
        var typed = bare.IsEnum ? Enum.ToObject(bare, value) : value;
        return JsonSerializer.SerializeToElement(typed, typed.GetType(), TaskJson.Options);
    }

    /// <summary>NullabilityInfoContext is not thread-safe, so each call creates its own.</summary>
    private static bool IsNullable(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);
}

/// <summary>The records whose fields are being created, outermost first, to detect recursion.</summary>
internal sealed class FormScope
{
    private readonly Stack<Type> _records = new();

    /// <summary>Creates the fields of a record.</summary>
    /// <exception cref="NotSupportedException">The record is recursive.</exception>
    public IReadOnlyList<FormField> Within(Type record, Func<IReadOnlyList<FormField>> make)
    {
        if (_records.Contains(record))
        {
            throw new NotSupportedException($"{FormTypes.Name(record)} is recursive; use a JsonElement for recursive data");
        }

        _records.Push(record);
        try
        {
            return make();
        }
        finally
        {
            _records.Pop();
        }
    }
}
