namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>An input, or a value of it, in one line.</summary>
internal static class InputText
{
    private const int MaxItems = 3;
    private const int MaxJson = 60;

    /// <summary>An input in one line, without its secrets: "winter-list.csv, Count 5, Dry run".</summary>
    public static string Summarize(FormSchema form, JsonElement input) =>
        Summarize(form.Fields, input) is { Length: > 0 } summary ? summary : "default values";

    /// <summary>A value as text; null when there is none.</summary>
    /// <param name="field">Its field, or null when the definition no longer exists.</param>
    /// <param name="value">The value.</param>
    public static string? Of(FormField? field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => OfArray(field, value),
        JsonValueKind.Object => OfObject(field, value),
        _ => OfSimple(field, value.ToString()),
    };

    private static string Summarize(IEnumerable<FormField> fields, JsonElement input)
    {
        var parts = from field in fields
                    where field.Type != FieldType.Secret && input.TryGetProperty(field.Name, out _)
                    let value = input.GetProperty(field.Name)
                    let text = Of(field, value)
                    where !string.IsNullOrEmpty(text) && value.ValueKind != JsonValueKind.False
                    select field.Type switch
                    {
                        FieldType.Boolean => field.Label,
                        FieldType.Integer or FieldType.Number or FieldType.Duration or FieldType.Rows or FieldType.Json
                            => $"{field.Label} {text}",
                        _ => text,
                    };
        return string.Join(", ", parts);
    }

    private static string? OfArray(FormField? field, JsonElement value)
    {
        var count = value.GetArrayLength();
        if (field?.Type == FieldType.Rows)
        {
            return Formats.Count(count, "row", "rows");
        }

        if (field?.Type == FieldType.Json || value.EnumerateArray()
            .Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            return Short(value);
        }

        return Join(value.EnumerateArray().Select(item => Of(field?.Item ?? field, item)), count);
    }

    private static string? OfObject(FormField? field, JsonElement value) => field?.Type switch
    {
        FieldType.Group => Summarize(field.Fields, value),
        FieldType.KeyValuePairs =>
            Join(value.EnumerateObject().Select(pair => $"{pair.Name}: {Of(field.Item, pair.Value)}"), value.EnumerateObject().Count()),
        _ => Short(value),
    };

    private static string OfSimple(FormField? field, string text) => field switch
    {
        { Type: FieldType.File or FieldType.Files } => text.Split('/')[^1],
        { Type: FieldType.Duration } when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) =>
            Formats.Duration(duration),
        { Options.Count: > 0 } => field.Options.FirstOrDefault(option => option.Value == text)?.Label ?? text,
        _ => text,
    };

    private static string Join(IEnumerable<string?> items, int count) =>
        string.Join(", ", items.Take(MaxItems)) + (count > MaxItems ? $" and {Formats.Count(count - MaxItems, "more", "more")}" : "");

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > MaxJson } raw ? $"{raw[..MaxJson]}…"
        : value.GetRawText();
}
