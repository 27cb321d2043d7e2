using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;

namespace BlazorTasks.Forms;

/// <summary>Asks validation attributes, ours and other people's. Whatever a client sends and whatever a rule throws, the outcome is a message.</summary>
internal static class ValidationRules
{
    private static readonly ConcurrentDictionary<Type, string?> Defaults = new();

    /// <summary>What a rule says about a value, or null.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="value">The value, in its .NET type.</param>
    /// <param name="context">What it is the value of.</param>
    /// <param name="limit">What is said instead where the rule has no message of its own.</param>
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
#pragma warning disable CA1031 // a rule is code of the task's author
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"This value could not be validated by {Name(rule)}: {error.Message}";
        }
    }

    /// <summary>The rule in brackets, as its author wrote it.</summary>
    public static string Name(ValidationAttribute rule)
    {
        var name = rule.GetType().Name;
        return $"[{(name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? name[..^nameof(Attribute).Length] : name)}]";
    }

    /// <summary>Whether the author of the form wrote what is to be said.</summary>
    public static bool HasOwnMessage(ValidationAttribute rule) =>
        !IsBuiltIn(rule) || rule.ErrorMessageResourceName is not null || (rule.ErrorMessage is { } message && message != Defaults.GetOrAdd(rule.GetType(), DefaultOf));

    /// <summary>Whether .NET brings the rule.</summary>
    public static bool IsBuiltIn(ValidationAttribute rule) => rule.GetType().Assembly == typeof(ValidationAttribute).Assembly;

    /// <summary>Whether a rule wants to see the whole record: another member, or anything that only its author knows.</summary>
    public static bool IsForRecord(ValidationAttribute rule) => rule is CompareAttribute or CustomValidationAttribute || !IsBuiltIn(rule);

    /// <summary>Whether a rule is asked about the value of a field by itself.</summary>
    public static bool IsForValue(ValidationAttribute rule, FormField field) => !(field.IsOfRecord && IsForRecord(rule)) && rule switch
    {
        FileExtensionsAttribute => field.Type is not (FieldType.File or FieldType.Files),
        AllowedValuesAttribute => field.Type != FieldType.MultiChoice,
        EmailAddressAttribute or UrlAttribute => field.ClrType == typeof(string),
        _ => true,
    };

    /// <summary>The same message whatever the culture of the thread: limits are written in code.</summary>
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

    /// <summary>Makes sure at setup that a rule can be asked about its field at all.</summary>
    /// <exception cref="NotSupportedException">It cannot; the message says why.</exception>
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
#pragma warning disable CA1031 // whatever it throws, it cannot be asked
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
        type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is { } constructor ? ((ValidationAttribute)constructor.Invoke(null)).ErrorMessage : null;
}
