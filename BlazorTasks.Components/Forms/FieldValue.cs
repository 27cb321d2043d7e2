using System.Text.Json.Nodes;
using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>
/// A value of a field between the JSON of an input and the type that its control edits. JSON is Gregorian and invariant,
/// whatever the browser's culture.
/// </summary>
internal static class FieldValue
{
    private static readonly CultureInfo Wire = CultureInfo.InvariantCulture;

    /// <summary>The value for the control; as text if it does not fit the control's type.</summary>
    public static object? Read(FormField field, JsonElement value, TimeZoneInfo zone) => field.Type switch
    {
        FieldType.Secret => null, // what was stored is unreadable, and stays so
        FieldType.Integer or FieldType.Number => FieldText.Read(field, value.ToString()),
        FieldType.Boolean => value.ValueKind == JsonValueKind.True,
        FieldType.MultiChoice or FieldType.Files or FieldType.List => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray()
            .Select(Text).ToList() : value.ToString(),
        FieldType.KeyValuePairs => value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, Text(pair.Value))).ToList()
            : value.ToString(),
        FieldType.DateTime => DateTimeOffset.TryParse(value.ToString(), Wire, out var at) ? TimeZoneInfo.ConvertTime(at, zone).DateTime
            : value.ToString(),
        FieldType.Date or FieldType.Time or FieldType.Duration => FieldText.Read(field, value.ToString()),
        FieldType.Json => value.Clone(),
        _ => value.ToString(),
    };

    /// <summary>The JSON that is checked. Text that does not fit is sent as it is, so that the message about it is the server's.</summary>
    public static JsonNode? Write(FormField field, object? value, TimeZoneInfo zone) => (field.Type, value) switch
    {
        (_, null) => null,
        (FieldType.Date, DateTime day) => day.ToString("yyyy-MM-dd", Wire),
        (FieldType.DateTime, DateTime at) => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), zone.GetUtcOffset(at))
            .ToString("O", Wire),
        (FieldType.Time, TimeOnly time) => time.ToString("HH:mm:ss.FFFFFFF", Wire),
        (FieldType.Time, TimeSpan time) => time.ToString("c", Wire),
        (_, TimeSpan duration) => duration.ToString("c", Wire),
        (_, decimal number) => number,
        (_, IFormattable number) when field.Type is FieldType.Number or FieldType.Integer => number.ToString(null, Wire),
        (_, bool yes) => yes,
        (FieldType.KeyValuePairs, IEnumerable<KeyValuePair<string, string>> pairs) => Pairs(pairs),
        (_, IEnumerable<string> values) => new JsonArray([.. values.Select(one => (JsonNode?)one)]),
        (_, JsonElement json) => JsonNode.Parse(json.GetRawText()),
        (_, "") when !field.AllowEmpty => null,
        _ => value.ToString(),
    };

    /// <summary>A value of a list or of pairs, as it is edited.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : value.ToString();

    private static JsonObject Pairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var json = new JsonObject();
        foreach (var (name, value) in pairs)
        {
            json[name] = value;
        }

        return json;
    }
}
