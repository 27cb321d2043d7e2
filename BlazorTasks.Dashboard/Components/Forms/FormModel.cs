using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BlazorTasks.Forms;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>What a person has filled in so far, in the types that the controls edit, and as the JSON that is checked.</summary>
public sealed class FormModel
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly TimeZoneInfo _zone;

    /// <summary>An empty form, or one that is filled in with an earlier input.</summary>
    /// <param name="schema">What is asked for.</param>
    /// <param name="zone">The person's time zone, in which they enter dates and times.</param>
    /// <param name="given">The earlier input.</param>
    public FormModel(FormSchema schema, TimeZoneInfo zone, JsonElement? given = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _zone = zone;
        Schema = schema;
        foreach (var field in schema.Fields)
        {
            var value = given is { ValueKind: JsonValueKind.Object } && given.Value.TryGetProperty(field.Name, out var one) ? one : field.Default;
            _values[field.Name] = Read(field, value);
        }
    }

    /// <summary>What is asked for.</summary>
    public FormSchema Schema { get; }

    /// <summary>A message for each field that is wrong.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; private set; } = new Dictionary<string, string>();

    /// <summary>The value of a field, or nothing if it is empty.</summary>
    public T? Get<T>(FormField field) => _values[field.Name] is T value ? value : default;

    /// <summary>Changes the value of a field.</summary>
    public void Set(FormField field, object? value) => _values[field.Name] = value;

    /// <summary>Checks everything on the server, against the schema.</summary>
    /// <returns>The input, or null if a field is wrong; then <see cref="Errors"/> says which.</returns>
    public JsonElement? Check(UploadStore uploads)
    {
        var reading = Schema.Read(ToJson(), uploads);
        Errors = reading.Errors;
        return reading.IsValid ? reading.Input : null;
    }

    /// <summary>Takes over what the server found wrong.</summary>
    public void Refuse(IReadOnlyDictionary<string, string> errors) => Errors = errors;

    /// <summary>What is filled in so far, right or wrong.</summary>
    public JsonElement ToJson()
    {
        var json = new JsonObject();
        foreach (var field in Schema.Fields)
        {
            json[field.Name] = Write(field, _values[field.Name]);
        }

        return JsonSerializer.SerializeToElement(json, TaskJson.Options);
    }

    private object? Read(FormField field, JsonElement? given) => given is not { } value ? null : field.Type switch
    {
        FieldType.Secret => null, // what was stored is unreadable, and stays so
        FieldType.Integer or FieldType.Number => value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null,
        FieldType.Boolean => value.ValueKind == JsonValueKind.True,
        FieldType.MultiChoice => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(one => one.ToString()).ToList() : null,
        FieldType.Date => DateTime.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var day) ? day : null,
        FieldType.DateTime => DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var at) ? TimeZoneInfo.ConvertTime(at, _zone).DateTime : null,
        FieldType.Duration => TimeSpan.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var length) ? length : null,
        _ => value.ToString(),
    };

    private JsonNode? Write(FormField field, object? value) => (field.Type, value) switch
    {
        (_, null) => null,
        (FieldType.Date, DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (FieldType.DateTime, DateTime at) => new DateTimeOffset(at, _zone.GetUtcOffset(at)).ToString("O", CultureInfo.InvariantCulture),
        (_, TimeSpan length) => length.ToString("c", CultureInfo.InvariantCulture),
        (_, decimal number) => number,
        (_, bool yes) => yes,
        (_, IEnumerable<string> chosen) => new JsonArray([.. chosen.Select(one => JsonValue.Create(one))]),
        _ => value.ToString(),
    };
}
