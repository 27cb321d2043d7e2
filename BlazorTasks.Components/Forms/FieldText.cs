using System.Collections;
using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>
/// A value of a field as text and back, in the forms of HTML: "2026-11-21", "2026-11-21T14:00", "12.5". Text that is none
/// stays text.
/// </summary>
internal static class FieldText
{
    private static readonly CultureInfo Wire = CultureInfo.InvariantCulture;
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] Clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    /// <summary>A value as text.</summary>
    public static string Write(FormField field, object? value) => (field.Type, value) switch
    {
        (_, null) => "",
        (FieldType.Date, DateTime day) => day.ToString("yyyy-MM-dd", Wire),
        (_, DateTime { Second: 0, Millisecond: 0 } at) => at.ToString("yyyy-MM-dd'T'HH:mm", Wire),
        (_, DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", Wire),
        (_, TimeOnly { Second: 0, Millisecond: 0 } time) => time.ToString("HH:mm", Wire),
        (_, TimeOnly time) => time.ToString("HH:mm:ss.FFFFFFF", Wire),
        (_, TimeSpan duration) => duration.ToString("c", Wire),
        (_, FormModel group) => group.ToJson().ToString(),
        (_, List<FormModel> rows) => $"[{string.Join(",", rows.Select(row => row.ToJson()))}]",
        (_, IEnumerable<KeyValuePair<string, string>> pairs) => string.Join('\n', pairs.Select(pair => $"{pair.Key}={pair.Value}")),
        (_, JsonElement json) => json.GetRawText(),
        (_, string text) => text,
        (_, IEnumerable values) => string.Join('\n', values.Cast<object>()),
        (_, IFormattable number) => number.ToString(null, Wire),
        _ => value.ToString() ?? "",
    };

    /// <summary>Text as a value.</summary>
    public static object? Read(FormField field, string? text) => string.IsNullOrEmpty(text) ? null : field.Type switch
    {
        FieldType.Integer or FieldType.Number => Number(text.Trim()),
        FieldType.Boolean => bool.TryParse(text, out var yes) ? yes : text,
        FieldType.Date => DateTime.TryParseExact(text, "yyyy-MM-dd", Wire, DateTimeStyles.None, out var day) ? day : text,
        FieldType.DateTime => DateTime.TryParseExact(text, Moments, Wire, DateTimeStyles.None, out var at) ? at : text,
        FieldType.Time => TimeOnly.TryParseExact(text, Clocks, Wire, DateTimeStyles.None, out var time) ? time : text,
        FieldType.Duration => TimeSpan.TryParseExact(text, "c", Wire, out var duration) && text.Contains(':', StringComparison.Ordinal)
            ? duration : text,
        FieldType.MultiChoice or FieldType.Files or FieldType.List => Lines(text),
        FieldType.KeyValuePairs => Pairs(text),
        FieldType.Json or FieldType.Group or FieldType.Rows => Json(text),
        _ => text,
    };

    /// <summary>The message for text that is not valid JSON.</summary>
    public static string JsonError(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return "Enter JSON without duplicate names in an object";
        }
        catch (JsonException error)
        {
            return $"Enter JSON, such as {{\"size\": 3}}; line {error.LineNumber + 1} is not valid";
        }
    }

    /// <summary>A number only if nothing of it is lost.</summary>
    private static object Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, Wire, out var number)
            && number.ToString(Wire) == text ? number : text;

    private static List<string> Lines(string text) =>
        [.. text.TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r'))];

    /// <summary>Text without "=", and a name that stands twice, stay: the whole text is then wrong.</summary>
    private static object Pairs(string text)
    {
        var lines = Lines(text).Where(line => line.Length > 0).ToList();
        var pairs = lines.ConvertAll(line => line.Split('=', 2));
        return pairs.TrueForAll(pair => pair.Length == 2) && pairs.DistinctBy(pair => pair[0]).Count() == pairs.Count
            ? pairs.ConvertAll(pair => KeyValuePair.Create(pair[0].Trim(), pair[1]))
            : text;
    }

    private static object Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
