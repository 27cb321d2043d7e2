namespace BlazorTasks.Forms;

/// <summary>Normalizes JSON values to the type of their field. Text is accepted where its meaning is unambiguous.</summary>
internal static class FieldReader
{
    /// <summary>The maximum nesting depth of a JSON field. Stored documents wrap the input and are deeper.</summary>
    private const int MaxDepth = 16;

    private static readonly EmailAddressAttribute Email = new();

    /// <summary>Returns the normalized value, or null if it does not match the field's type.</summary>
    public static JsonNode? Read(FormField field, JsonElement given, UploadStore? uploads) => field.Type switch
    {
        FieldType.Integer => NumberReader.Whole(given, field.ClrType),
        FieldType.Number => NumberReader.Fraction(given, field.ClrType),
        FieldType.Boolean => Boolean(given),
        FieldType.Choice => Create(Option(field, given)),
        FieldType.MultiChoice => Several(given, one => Option(field, one)),
        FieldType.Date => Create(TimeText.Day(Text(given))),
        FieldType.Time => Create(TimeText.Time(Text(given))),
        FieldType.DateTime => Create(TimeText.Moment(Text(given))),
        FieldType.Duration => DurationText.TryRead(Text(given), out var duration) ? Create(DurationText.Write(duration)) : null,
        FieldType.Guid => Guid.TryParse(Text(given), out var id) ? Create(id.ToString("D")) : null,
        FieldType.File => Create(Token(field, given, uploads)),
        FieldType.Files => Several(given, one => Token(field, one, uploads)),
        FieldType.Email => Text(given) is { } address && Email.IsValid(address) && address.IndexOf('.', address.IndexOf('@')) > 0
            ? Create(address)
            : null,
        FieldType.Url => Uri.TryCreate(Text(given), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? Create(Text(given))
            : null,
        FieldType.Json => Any(given),
        FieldType.List or FieldType.KeyValuePairs or FieldType.Group or FieldType.Rows => null, // normalized member by member
        _ => Text(given) is { } text && (field.ClrType != typeof(char) && field.ClrType != typeof(char?) || text.Length == 1)
            ? Create(text)
            : null,
    };

    private static JsonValue? Create(string? text) => text is null ? null : JsonValue.Create(text);

    private static string? Text(JsonElement given) => given.ValueKind == JsonValueKind.String ? given.GetString() : null;

    private static JsonValue? Boolean(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        JsonValueKind.String when bool.TryParse(given.GetString(), out var value) => JsonValue.Create(value),
        _ => null,
    };

    private static string? Option(FormField field, JsonElement given) =>
        Text(given) is { } value && field.Options.Any(option => option.Value == value) ? value : null;

    private static string? Token(FormField field, JsonElement given, UploadStore? uploads) =>
        Text(given) is { } token && uploads?.Find(token) is { } file && Accepts(field, file) ? token : null;

    private static JsonArray? Several(JsonElement given, Func<JsonElement, string?> read)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var values = given.EnumerateArray().Select(read).Distinct().ToList();
        return values.Contains(null) ? null : new JsonArray([.. values.Select(value => (JsonNode?)value)]);
    }

    /// <summary>Rejects duplicate member names, because readers would see only one of the values.</summary>
    private static JsonNode? Any(JsonElement given)
    {
        try
        {
            return Depth(given) <= MaxDepth
                ? JsonNode.Parse(given.GetRawText(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Accepts(FormField field, TaskFile file) =>
        field.Accept.Count == 0 || field.Accept.Any(end => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static int Depth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
