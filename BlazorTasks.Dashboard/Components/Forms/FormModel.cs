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
    private bool _refused;

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

    /// <summary>Whether a secret that is left empty keeps the value that it had.</summary>
    public bool KeepsSecrets { get; init; }

    /// <summary>The value of a field, or nothing if it is empty.</summary>
    public T? Get<T>(FormField field) => _values[field.Name] is T value ? value : default;

    /// <summary>Changes the value of a field. After a first refusal the message at the field follows what is filled in; before it nobody is interrupted.</summary>
    public void Set(FormField field, object? value)
    {
        _values[field.Name] = value;
        if (_refused)
        {
            Errors = Errors.Where(error => error.Key != field.Name).Concat(Keeps(field) || field.Type == FieldType.File ? [] : WrongIn(field)).ToDictionary();
        }
    }

    /// <summary>Checks everything on the server, against the schema.</summary>
    /// <returns>The input, or null if a field is wrong; then <see cref="Errors"/> says which.</returns>
    public JsonElement? Check(UploadStore uploads)
    {
        var reading = Schema.Read(ToJson(), uploads);
        Refuse(reading.Errors);
        return reading.IsValid ? reading.Input : null;
    }

    /// <summary>Takes over what the server found wrong.</summary>
    public void Refuse(IReadOnlyDictionary<string, string> errors)
    {
        Errors = errors;
        _refused |= errors.Count > 0;
    }

    /// <summary>Whether a field may stay empty because it keeps its secret.</summary>
    public bool Keeps(FormField field) => KeepsSecrets && field.Type == FieldType.Secret && _values[field.Name] is null or "";

    /// <summary>What is filled in so far, right or wrong.</summary>
    public JsonElement ToJson() => ToJson(Schema.Fields);

    private IReadOnlyDictionary<string, string> WrongIn(FormField field) => new FormSchema([field]).Read(ToJson([field])).Errors;

    private JsonElement ToJson(IEnumerable<FormField> fields)
    {
        var json = new JsonObject();
        foreach (var field in fields)
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
