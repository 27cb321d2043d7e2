using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>Applies attributes to a field. Each one is either applied or rejected with a message.</summary>
internal static class FormAttributes
{
    /// <summary>
    /// Returns the attributes of a member: those of the property and those of the corresponding constructor parameter.
    /// </summary>
    public static List<Attribute> Of(JsonPropertyInfo property) =>
    [
        .. property.AttributeProvider is MemberInfo member ? Attribute.GetCustomAttributes(member, inherit: true) : [],
        .. property.AssociatedParameter?.AttributeProvider is ParameterInfo parameter
            ? Attribute.GetCustomAttributes(parameter, inherit: true)
            : [],
    ];

    /// <summary>Returns the label of a member.</summary>
    public static string LabelOf(JsonPropertyInfo property) =>
        Of(property).OfType<DisplayAttribute>().FirstOrDefault()?.GetName()
            ?? Text.Humanize((property.AttributeProvider as MemberInfo)?.Name ?? property.Name);

    /// <summary>Returns a field with all of its attributes applied.</summary>
    /// <exception cref="NotSupportedException">An attribute is not supported.</exception>
    public static FormField Apply(FormField field, IReadOnlyList<Attribute> attributes)
    {
        var ofItems = field.Type == FieldType.List ? attributes.Where(IsForItem).ToList() : [];
        if (ofItems.Count > 0)
        {
            field = field with { Item = Apply(field.Item!, ofItems) };
        }

        var rules = new List<ValidationAttribute>();
        foreach (var attribute in attributes.Except(ofItems))
        {
            if (attribute is ValidationAttribute rule)
            {
                rules.Add(ValidationRules.Prepare(rule));
                CheckUse(rule, field);
            }

            field = Annotate(field, attribute);
        }

        return field with { Rules = rules };
    }

    /// <summary>Returns whether an attribute applies to each value of a list rather than to the list.</summary>
    private static bool IsForItem(Attribute attribute) =>
        attribute is RangeAttribute or StringLengthAttribute or RegularExpressionAttribute or DataTypeAttribute or Base64StringAttribute;

    private static void CheckUse(ValidationAttribute rule, FormField field)
    {
        var isText = field.ClrType == typeof(string);
        var needsText = rule is EmailAddressAttribute or PhoneAttribute or CreditCardAttribute or Base64StringAttribute;
        if (needsText && !isText)
        {
            throw new NotSupportedException(
                $"{ValidationRules.Name(rule)} can only be used on text, not on {FormTypes.Name(field.ClrType)}");
        }

        if (rule is FileExtensionsAttribute or AllowedValuesAttribute && !ValidationRules.IsForValue(rule, field))
        {
            return; // applied when the field is created
        }

        ValidationRules.Probe(rule, field.ClrType);
    }

    private static FormField Annotate(FormField field, Attribute attribute) => attribute switch
    {
        DisplayAttribute display =>
            field with { Label = display.GetName() ?? field.Label, Description = display.GetDescription() ?? field.Description },
        DescriptionAttribute description => field with { Description = description.Description },
        RangeAttribute range => Limit(field, range),
        StringLengthAttribute length =>
            field with { MinLength = length.MinimumLength > 0 ? length.MinimumLength : null, MaxLength = length.MaximumLength },
        MinLengthAttribute length => HasItems(field) ? field with { MinItems = length.Length } : field with { MinLength = length.Length },
        MaxLengthAttribute { Length: >= 0 } length => HasItems(field)
            ? field with { MaxItems = length.Length }
            : field with { MaxLength = length.Length },
        LengthAttribute length => HasItems(field)
            ? field with { MinItems = length.MinimumLength, MaxItems = length.MaximumLength }
            : field with { MinLength = length.MinimumLength, MaxLength = length.MaximumLength },
        RegularExpressionAttribute pattern => field with { Pattern = pattern.Pattern },
        FileExtensionsAttribute files =>
            field with { Accept = [.. files.Extensions.Split(',').Select(end => "." + end.Trim().TrimStart('.'))] },
        RequiredAttribute required => field with { Required = true, Nullable = false, AllowEmpty = required.AllowEmptyStrings },
        _ => field,
    };

    private static bool HasItems(FormField field) =>
        field.Type is FieldType.List or FieldType.Rows or FieldType.MultiChoice or FieldType.Files or FieldType.KeyValuePairs;

    private static FormField Limit(FormField field, RangeAttribute range)
    {
        var (min, max) = (range.Minimum, range.Maximum);
        field = field with { MinExclusive = range.MinimumIsExclusive, MaxExclusive = range.MaximumIsExclusive };
        return field.Type switch
        {
            FieldType.Number or FieldType.Integer => field with { Min = Number(min, field.ClrType), Max = Number(max, field.ClrType) },
            FieldType.Date or FieldType.Time or FieldType.DateTime or FieldType.Duration =>
                field with { From = Written(field.Type, min), To = Written(field.Type, max) },
            FieldType.Text => field,
            _ => throw new NotSupportedException($"[Range] cannot be used on {FormTypes.Name(field.ClrType)}"),
        };
    }

    /// <summary>Returns a limit that values of the type can exceed, or null if there is none.</summary>
    private static double? Number(object limit, Type type)
    {
        var number = Convert.ToDouble(limit, CultureInfo.InvariantCulture);
        return double.IsNaN(number) ? throw new NotSupportedException("[Range] has a limit that is not a number")
            : Math.Abs(number) < NumberReader.LargestOf(FormTypes.Bare(type)) ? number : null;
    }

    private static string? Written(FieldType type, object limit) => (type, limit) switch
    {
        (FieldType.Date, DateTime day) => TimeText.Write(DateOnly.FromDateTime(day)),
        (_, DateOnly day) => TimeText.Write(day),
        (_, TimeOnly time) => TimeText.Write(time),
        (_, TimeSpan duration) => DurationText.Write(duration),
        (_, DateTimeOffset at) => TimeText.Write(at),
        (_, DateTime at) =>
            TimeText.Write(new DateTimeOffset(at.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(at, DateTimeKind.Utc) : at)),
        _ => throw new NotSupportedException($"[Range] has the limit {limit}, which cannot be compared with the value"),
    };
}
