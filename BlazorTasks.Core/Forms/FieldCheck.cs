using System.Text.RegularExpressions;

namespace BlazorTasks.Forms;

/// <summary>
/// Validates a value that already has the type of its field: first its limits, then its validation attributes. The messages
/// say what to enter.
/// </summary>
internal static class FieldCheck
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns what is wrong with a value, or null.</summary>
    public static string? Error(FormField field, JsonNode value, UploadStore? uploads)
    {
        var limit = LimitError(field, value);
        return RuleError(field, value, limit, uploads) ?? limit;
    }

    /// <summary>Creates a regular expression with a match timeout.</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    public static Regex ToRegex(string pattern) => new(pattern, RegexOptions.None, PatternTimeout);

    private static string? LimitError(FormField field, JsonNode value) => field.Type switch
    {
        FieldType.Number or FieldType.Integer => IsInRange(field, value) ? null : FieldMessages.Expected(field),
        FieldType.Date or FieldType.DateTime or FieldType.Time or FieldType.Duration => IsInTime(field, value.GetValue<string>())
            ? null
            : FieldMessages.Expected(field),
        FieldType.List or FieldType.Rows or FieldType.MultiChoice or FieldType.Files => CountError(field, value.AsArray().Count),
        FieldType.KeyValuePairs => CountError(field, value.AsObject().Count),
        FieldType.Text or FieldType.Multiline or FieldType.Secret or FieldType.Email or FieldType.Url =>
            TextError(field, value.GetValue<string>()),
        _ => null,
    };

    private static bool IsInRange(FormField field, JsonNode value) =>
        (field.Min is not { } min || NumberReader.Compare(value, min) is var low && (low > 0 || (low == 0 && !field.MinExclusive)))
        && (field.Max is not { } max || NumberReader.Compare(value, max) is var high && (high < 0 || (high == 0 && !field.MaxExclusive)));

    private static bool IsInTime(FormField field, string value)
    {
        var low = field.From is null ? 1 : Compare(field.Type, value, field.From);
        var high = field.To is null ? -1 : Compare(field.Type, value, field.To);
        return (low > 0 || (low == 0 && !field.MinExclusive)) && (high < 0 || (high == 0 && !field.MaxExclusive));
    }

    private static int Compare(FieldType type, string one, string other) => type switch
    {
        FieldType.Duration => TimeSpan.ParseExact(one, "c", CultureInfo.InvariantCulture)
            .CompareTo(DurationText.TryRead(other, out var limit) ? limit : TimeSpan.Zero),
        FieldType.DateTime => DateTimeOffset.Parse(one, CultureInfo.InvariantCulture)
            .CompareTo(DateTimeOffset.Parse(TimeText.Moment(other) ?? one, CultureInfo.InvariantCulture)),
        _ => string.CompareOrdinal(one, other),
    };

    private static string? CountError(FormField field, int count) =>
        count < field.MinItems || count > field.MaxItems ? FieldMessages.Count(field, count) : null;

    private static string? TextError(FormField field, string text)
    {
        if (text.Length < field.MinLength)
        {
            return string.Create(CultureInfo.CurrentCulture, $"Enter at least {field.MinLength:N0} characters");
        }

        if (text.Length > field.MaxLength)
        {
            return string.Create(CultureInfo.CurrentCulture, $"Enter at most {field.MaxLength:N0} characters (currently {text.Length:N0})");
        }

        return field.Pattern is { } pattern && text.Length > 0 ? PatternError(field, pattern, text) : null;
    }

    private static string? PatternError(FormField field, string pattern, string text)
    {
        try
        {
            return ToRegex(pattern).Match(text) is { Success: true, Index: 0 } match && match.Length == text.Length
                ? null
                : FieldMessages.Pattern(field);
        }
        catch (RegexMatchTimeoutException)
        {
            return FieldMessages.TooLongToCheck;
        }
        catch (ArgumentException)
        {
            return FieldMessages.Pattern(field); // an invalid pattern set at run time: nothing matches it
        }
    }

    private static string? RuleError(FormField field, JsonNode value, string? limit, UploadStore? uploads)
    {
        var rules = field.Rules.Where(rule => ValidationRules.IsForValue(rule, field)).ToList();
        if (rules.Count == 0 && !FormBinder.NeedsBinding(field))
        {
            return null;
        }

        if (FormBinder.TryBind(field, value, uploads, out var typed) is { } problem)
        {
            return problem;
        }

        var context = new ValidationContext(typed ?? field) { DisplayName = field.Label, MemberName = field.Name };
        return rules.Select(rule => ValidationRules.Check(rule, typed, context, limit)).FirstOrDefault(message => message is not null);
    }
}
