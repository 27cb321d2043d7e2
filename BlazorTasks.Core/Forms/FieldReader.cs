using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace BlazorTasks.Forms;

/// <summary>Reads a JSON value as what its field holds, in the one form in which it is stored. Text is accepted where it can only mean one thing.</summary>
internal static class FieldReader
{
    private static readonly EmailAddressAttribute Email = new();

    /// <summary>The value in its normal form, or null if it is not of the field's type.</summary>
    public static JsonNode? Read(FormField field, JsonElement given, UploadStore? uploads) => field.Type switch
    {
        FieldType.Integer => Whole(given, field.ClrType),
        FieldType.Number => Number(given) is { } number ? JsonValue.Create(number) : null,
        FieldType.Boolean => Boolean(given),
        FieldType.Choice => Option(field, given),
        FieldType.MultiChoice => Options(field, given),
        FieldType.Date => DateOnly.TryParse(Text(given), CultureInfo.InvariantCulture, out var day) ? Create(day.ToString("O", CultureInfo.InvariantCulture)) : null,
        FieldType.DateTime => Moment(Text(given)),
        FieldType.Duration => Duration(Text(given)),
        FieldType.File => uploads?.Find(Text(given)) is { } file && Accepts(field, file) ? Create(Text(given)) : null,
        FieldType.Email => Text(given) is { } address && Email.IsValid(address) && address.IndexOf('.', address.IndexOf('@')) > 0 ? Create(address) : null,
        FieldType.Url => Uri.TryCreate(Text(given), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? Create(Text(given)) : null,
        _ => Create(Text(given)),
    };

    private static JsonValue? Create(string? text) => text is null ? null : JsonValue.Create(text);

    private static string? Text(JsonElement given) => given.ValueKind == JsonValueKind.String ? given.GetString() : null;

    private static decimal? Number(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Number when given.TryGetDecimal(out var number) => number,
        JsonValueKind.String when decimal.TryParse(given.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static JsonValue? Whole(JsonElement given, Type type)
    {
        if (Number(given) is not { } number || decimal.Truncate(number) != number)
        {
            return null;
        }

        var (least, most) = Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            TypeCode.Byte => (byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => (short.MinValue, short.MaxValue),
            TypeCode.Int32 => (int.MinValue, int.MaxValue),
            _ => ((decimal)long.MinValue, (decimal)long.MaxValue),
        };
        return number >= least && number <= most ? JsonValue.Create(decimal.Truncate(number)) : null;
    }

    private static JsonValue? Boolean(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        JsonValueKind.String when bool.TryParse(given.GetString(), out var value) => JsonValue.Create(value),
        _ => null,
    };

    private static JsonValue? Option(FormField field, JsonElement given) =>
        Text(given) is { } value && field.Options.Any(option => option.Value == value) ? JsonValue.Create(value) : null;

    private static JsonArray? Options(FormField field, JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var chosen = given.EnumerateArray().Select(one => Option(field, one)).Distinct(ByText.Instance).ToArray();
        return chosen.Contains(null) ? null : new JsonArray([.. chosen]);
    }

    private static JsonValue? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? JsonValue.Create(at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
            : null;

    private static JsonValue? Duration(string? text)
    {
        if (text is { Length: > 1 } iso && iso[0] is 'P')
        {
            try
            {
                return JsonValue.Create(XmlConvert.ToTimeSpan(iso).ToString("c", CultureInfo.InvariantCulture));
            }
            catch (Exception error) when (error is FormatException or OverflowException)
            {
                return null;
            }
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var length) && text!.Contains(':')
            ? JsonValue.Create(length.ToString("c", CultureInfo.InvariantCulture))
            : null;
    }

    private static bool Accepts(FormField field, TaskFile file) =>
        field.Accept.Count == 0 || field.Accept.Any(end => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private sealed class ByText : IEqualityComparer<JsonValue?>
    {
        public static ByText Instance { get; } = new();

        public bool Equals(JsonValue? x, JsonValue? y) => x?.ToString() == y?.ToString();

        public int GetHashCode(JsonValue? obj) => obj?.ToString().GetHashCode(StringComparison.Ordinal) ?? 0;
    }
}
