using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BlazorTasks.Forms;

/// <summary>Checks one value against its field: first its type, then its limits. The messages say what to enter.</summary>
internal static class FieldCheck
{
    /// <summary>The value in its normal form (null if it was left out), or what is wrong with it.</summary>
    public readonly record struct Result(JsonNode? Value, string? Error);

    public static Result Check(FormField field, JsonElement given, UploadStore? uploads)
    {
        if (IsEmpty(given))
        {
            return field switch
            {
                { Default: { } initial } => new Result(JsonNode.Parse(initial.GetRawText()), null),
                { Type: FieldType.Boolean, Required: true } => new Result(JsonValue.Create(false), null),
                { Required: true } => new Result(null, FieldMessages.Missing(field)),
                _ => default,
            };
        }

        var value = FieldReader.Read(field, given, uploads);
        if (value is null)
        {
            return new Result(null, FieldMessages.Expected(field));
        }

        return new Result(value, LimitError(field, value) ?? RuleError(field, value));
    }

    private static bool IsEmpty(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => given.GetString()!.Length == 0,
        JsonValueKind.Array => given.GetArrayLength() == 0,
        _ => false,
    };

    private static string? LimitError(FormField field, JsonNode value) => field.Type switch
    {
        FieldType.Number or FieldType.Integer => value.GetValue<decimal>() is var number
            && (number < (decimal?)field.Min || number > (decimal?)field.Max) ? FieldMessages.Expected(field) : null,
        FieldType.Boolean or FieldType.Choice or FieldType.MultiChoice => null,
        _ => TextError(field, value.GetValue<string>()),
    };

    private static string? TextError(FormField field, string text)
    {
        if (text.Length < field.MinLength)
        {
            return string.Create(CultureInfo.CurrentCulture, $"Enter at least {field.MinLength:N0} characters");
        }

        if (text.Length > field.MaxLength)
        {
            return string.Create(CultureInfo.CurrentCulture, $"Enter at most {field.MaxLength:N0} characters, not {text.Length:N0}");
        }

        return field.Pattern is { } pattern && !new RegularExpressionAttribute(pattern) { MatchTimeoutInMilliseconds = 250 }.IsValid(text)
            ? FieldMessages.Pattern(field)
            : null;
    }

    private static string? RuleError(FormField field, JsonNode value)
    {
        if (field.Rules.Count == 0)
        {
            return null;
        }

        var typed = value.Deserialize(field.ClrType, TaskJson.Options);
        var context = new ValidationContext(new object()) { DisplayName = field.Label, MemberName = field.Name };
        return field.Rules.Select(rule => rule.GetValidationResult(typed, context)?.ErrorMessage).FirstOrDefault(message => message is not null);
    }
}
