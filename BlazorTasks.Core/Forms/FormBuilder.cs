using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace BlazorTasks.Forms;

/// <summary>Makes the form of a method's parameters, from their names, types, defaults and DataAnnotations.</summary>
internal static class FormBuilder
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly ConcurrentDictionary<Type, FormSchema> Forms = new();

    /// <summary>The field for one parameter.</summary>
    /// <exception cref="NotSupportedException">There is no field for its type.</exception>
    public static FormField FromParameter(ParameterInfo parameter)
    {
        var attributes = parameter.GetCustomAttributes<Attribute>(inherit: true).ToList();
        var optional = parameter.HasDefaultValue || IsNullable(parameter);
        var field = FromType(JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!), parameter.ParameterType, attributes) with
        {
            Label = Text.Humanize(parameter.Name!),
            Required = !optional,
            Default = parameter is { HasDefaultValue: true, DefaultValue: { } value }
                ? JsonSerializer.SerializeToElement(value, value.GetType(), TaskJson.Options)
                : null,
        };
        return Annotate(field, attributes);
    }

    /// <summary>The form of a record or class: the parameters of its constructor, and what else can be set.</summary>
    /// <exception cref="NotSupportedException">A member has a type for which there is no field; the message names it.</exception>
    public static FormSchema FromType(Type type) => Forms.GetOrAdd(type, static key => new FormSchema([.. FieldsOf(key)]));

    private static IEnumerable<FormField> FieldsOf(Type type)
    {
        var parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [];
        foreach (var parameter in parameters)
        {
            var property = type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            yield return Named(type, parameter.Name!, () => Annotate(FromParameter(parameter), [.. property?.GetCustomAttributes() ?? []]));
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.SetMethod is { IsPublic: true }))
        {
            if (!parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return Named(type, property.Name, () => FromProperty(property));
            }
        }
    }

    private static FormField FromProperty(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributes<Attribute>(inherit: true).ToList();
        var optional = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || (!property.PropertyType.IsValueType && Nullability.Create(property).WriteState == NullabilityState.Nullable);
        var field = FromType(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.PropertyType, attributes);
        return Annotate(field with { Label = Text.Humanize(property.Name), Required = !optional }, attributes);
    }

    private static FormField Named(Type type, string member, Func<FormField> make)
    {
        try
        {
            return make();
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException($"{type.Name}.{member}: {error.Message}.", error);
        }
    }

    private static FormField FromType(string name, Type type, List<Attribute> attributes)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var allowed = attributes.OfType<AllowedValuesAttribute>().FirstOrDefault();
        var field = new FormField(name, TypeOf(bare, attributes)) { ClrType = type };
        return field.Type switch
        {
            FieldType.Choice when allowed is not null => field with { Options = OptionsOf(allowed) },
            FieldType.Choice => field with { Options = OptionsOf(bare) },
            FieldType.MultiChoice => field with { Options = allowed is null ? OptionsOf(ItemOf(bare)!) : OptionsOf(allowed) },
            _ => field,
        };
    }

    private static FieldType TypeOf(Type type, List<Attribute> attributes)
    {
        if (type.IsEnum)
        {
            return FieldType.Choice;
        }

        if (ItemOf(type) is { } item && (item.IsEnum || attributes.Any(attribute => attribute is AllowedValuesAttribute)))
        {
            return FieldType.MultiChoice;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => TextTypeOf(attributes),
            TypeCode.Boolean => FieldType.Boolean,
            TypeCode.Byte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 => FieldType.Integer,
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => FieldType.Number,
            TypeCode.DateTime => FieldType.DateTime,
            _ when type == typeof(DateTimeOffset) => FieldType.DateTime,
            _ when type == typeof(DateOnly) => FieldType.Date,
            _ when type == typeof(TimeSpan) => FieldType.Duration,
            _ when type == typeof(Uri) => FieldType.Url,
            _ when type == typeof(TaskFile) => FieldType.File,
            _ => throw new NotSupportedException($"there is no form field for the type {type.Name}"),
        };
    }

    private static FieldType TextTypeOf(List<Attribute> attributes) => attributes.Select(attribute => attribute switch
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

    private static FormField Annotate(FormField field, List<Attribute> attributes)
    {
        var rules = new List<ValidationAttribute>();
        foreach (var attribute in attributes)
        {
            field = attribute switch
            {
                DisplayAttribute display => field with { Label = display.GetName() ?? field.Label, Description = display.GetDescription() ?? field.Description },
                DescriptionAttribute description => field with { Description = description.Description },
                RangeAttribute range => field with { Min = ToNumber(range.Minimum) ?? field.Min, Max = ToNumber(range.Maximum) ?? field.Max },
                StringLengthAttribute length => field with { MinLength = length.MinimumLength > 0 ? length.MinimumLength : null, MaxLength = length.MaximumLength },
                MinLengthAttribute length => field with { MinLength = length.Length },
                MaxLengthAttribute length => field with { MaxLength = length.Length },
                RegularExpressionAttribute pattern => field with { Pattern = pattern.Pattern },
                FileExtensionsAttribute files => field with { Accept = [.. files.Extensions.Split(',').Select(end => "." + end.Trim().TrimStart('.'))] },
                RequiredAttribute => field with { Required = true },
                _ => field,
            };
            if (attribute is ValidationAttribute rule && rule is not (DataTypeAttribute or RequiredAttribute or FileExtensionsAttribute or AllowedValuesAttribute))
            {
                rules.Add(rule);
            }
        }

        return field with { Rules = [.. field.Rules, .. rules.Where(rule => !IsCovered(rule))] };
    }

    private static bool IsCovered(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => ToNumber(range.Minimum) is not null,
        StringLengthAttribute or MinLengthAttribute or MaxLengthAttribute or RegularExpressionAttribute => true,
        _ => false,
    };

    private static double? ToNumber(object limit) => limit switch
    {
        int or double => Convert.ToDouble(limit, CultureInfo.InvariantCulture),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static Type? ItemOf(Type type) =>
        type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments() is [var item] ? item : null
        : null;

    private static FieldOption[] OptionsOf(Type choices) =>
        [.. Enum.GetNames(choices).Select(name => new FieldOption(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), LabelOf(choices, name)))];

    private static FieldOption[] OptionsOf(AllowedValuesAttribute allowed) =>
        [.. allowed.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!).Select(value => new FieldOption(value, value))];

    private static string LabelOf(Type choices, string name) =>
        choices.GetField(name)!.GetCustomAttribute<DisplayAttribute>()?.GetName() ?? Text.Humanize(name);

    private static bool IsNullable(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && Nullability.Create(parameter).WriteState == NullabilityState.Nullable);
}
