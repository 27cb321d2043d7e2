using System.Text.RegularExpressions;

namespace BlazorTasks.Forms;

/// <summary>
/// Evaluates validation attributes, built-in and custom. Whatever a client sends and whatever an attribute throws, the result
/// is a message.
/// </summary>
internal static class ValidationRules
{
    private static readonly ConcurrentDictionary<Type, string?> Defaults = new();

    /// <summary>Returns the error message of an attribute for a value, or null.</summary>
    /// <param name="rule">The attribute.</param>
    /// <param name="value">The value in its .NET type.</param>
    /// <param name="context">The validation context.</param>
    /// <param name="limit">The message to use if the attribute does not specify one.</param>
    public static string? Check(ValidationAttribute rule, object? value, ValidationContext context, string? limit = null)
    {
        try
        {
            return rule.GetValidationResult(value, context) is { } failed
                ? HasOwnMessage(rule) ? failed.ErrorMessage : limit ?? failed.ErrorMessage ?? FieldMessages.NotAccepted
                : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return FieldMessages.TooLongToCheck;
        }
#pragma warning disable CA1031 // custom validation may throw anything
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"This value could not be validated by {Name(rule)}: {error.Message}";
        }
    }

    /// <summary>Returns the name of an attribute in brackets.</summary>
    public static string Name(ValidationAttribute rule)
    {
        var name = rule.GetType().Name;
        return $"[{(name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? name[..^nameof(Attribute).Length] : name)}]";
    }

    /// <summary>Returns whether the author of the form specified a message.</summary>
    public static bool HasOwnMessage(ValidationAttribute rule) =>
        !IsBuiltIn(rule)
            || rule.ErrorMessageResourceName is not null
            || (rule.ErrorMessage is { } message && message != Defaults.GetOrAdd(rule.GetType(), DefaultOf));

    /// <summary>Returns whether the attribute is part of .NET.</summary>
    public static bool IsBuiltIn(ValidationAttribute rule) => rule.GetType().Assembly == typeof(ValidationAttribute).Assembly;

    /// <summary>Returns whether an attribute may depend on the whole record: it compares members or is custom.</summary>
    public static bool IsForRecord(ValidationAttribute rule) => rule is CompareAttribute or CustomValidationAttribute || !IsBuiltIn(rule);

    /// <summary>Returns whether an attribute is evaluated for the value of a single field.</summary>
    public static bool IsForValue(ValidationAttribute rule, FormField field) => !(field.IsOfRecord && IsForRecord(rule)) && rule switch
    {
        FileExtensionsAttribute => field.Type is not (FieldType.File or FieldType.Files),
        AllowedValuesAttribute => field.Type != FieldType.MultiChoice,
        EmailAddressAttribute or UrlAttribute => field.ClrType == typeof(string),
        _ => true,
    };

    /// <summary>Returns the same message in every culture, because limits are written in code.</summary>
    public static ValidationAttribute Prepare(ValidationAttribute rule)
    {
        switch (rule)
        {
            case RangeAttribute range:
                (range.ParseLimitsInInvariantCulture, range.ConvertValueInInvariantCulture) = (true, true);
                break;
            case RegularExpressionAttribute pattern:
                pattern.MatchTimeoutInMilliseconds = Math.Min(pattern.MatchTimeoutInMilliseconds, 250);
                break;
        }

        return rule;
    }

    /// <summary>Verifies at startup that an attribute can be evaluated for its field.</summary>
    /// <exception cref="NotSupportedException">It cannot be evaluated. The message explains why.</exception>
    public static void Probe(ValidationAttribute rule, Type type)
    {
        try
        {
            _ = rule.FormatErrorMessage("field");
            if (IsBuiltIn(rule) && rule is not (CompareAttribute or CustomValidationAttribute))
            {
                _ = rule.IsValid(null);
                _ = SampleOf(type) is { } sample && rule.IsValid(sample);
            }
        }
#pragma warning disable CA1031 // whatever it throws, it cannot be evaluated
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new NotSupportedException($"{Name(rule)} cannot be used on {FormTypes.Name(type)}: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static object? SampleOf(Type type) =>
        type == typeof(string) ? "a"
        : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type)
        : FormTypes.ItemOf(type) is { } item ? Array.CreateInstance(item, 0)
        : null;

    private static string? DefaultOf(Type type) =>
        type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is { } constructor
            ? ((ValidationAttribute)constructor.Invoke(null)).ErrorMessage
            : null;
}
