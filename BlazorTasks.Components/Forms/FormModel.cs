using System.Text.Json.Nodes;
using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>
/// The values of a form, in the types that the controls edit and as the JSON to validate. Text that is not valid for its
/// field is kept as an error: input is never discarded.
/// </summary>
public sealed partial class FormModel
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly TimeZoneInfo _zone;
    private Dictionary<string, string> _errors = [];
    private TaskAccess? _access;
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
            var value = given is { ValueKind: JsonValueKind.Object } && given.Value.TryGetProperty(field.Name, out var one) ? one
                : field.Default;
            _values[field.Name] = Read(field, value);
        }
    }

    /// <summary>The schema of the form.</summary>
    public FormSchema Schema { get; }

    /// <summary>A message for each field that is wrong, by its path: "lines[2].amount".</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors.Concat(Inner().SelectMany(ErrorsOf)).ToDictionary();

    /// <summary>Whether a secret that is left empty keeps the value that it had.</summary>
    public bool KeepsSecrets { get; init; }

    /// <summary>Whether the form is empty.</summary>
    public bool IsEmpty => Schema.Fields.All(IsLeftEmpty);

    /// <summary>The value of a field, or nothing if it is empty or is text that does not fit.</summary>
    public T? Get<T>(FormField field) => _values[field.Name] is T value ? value : default;

    /// <summary>The value of a field as culture-invariant text: "2026-11-21", "12.5"; lists have one value per line.</summary>
    public string GetText(FormField field) => FieldText.Write(field, _values[field.Name]);

    /// <summary>Changes the value of a field to what somebody typed, in the form of <see cref="GetText"/>.</summary>
    public void SetText(FormField field, string? text) => Set(field, FieldText.Read(field, text) switch
    {
        JsonElement json when field.Type is FieldType.Group or FieldType.Rows => Read(field, json),
        var value => value,
    });

    /// <summary>Sets the value of a field. Once a submission was rejected, its message is updated with each change.</summary>
    public void Set(FormField field, object? value)
    {
        _values[field.Name] = value;
        if (_refused)
        {
            foreach (var path in _errors.Keys.Where(path => IsAt(path, field.Name)).ToList())
            {
                _errors.Remove(path);
            }

            Add(Keeps(field) || field.Type is FieldType.File or FieldType.Files ? [] : WrongIn(field));
        }
    }

    /// <summary>The fields of a group.</summary>
    public FormModel Group(FormField field)
    {
        if (_values[field.Name] is not FormModel group)
        {
            _values[field.Name] = group = Child(field, null);
        }

        return group;
    }

    /// <summary>The rows so far.</summary>
    public IReadOnlyList<FormModel> Rows(FormField field) => Get<List<FormModel>>(field) ?? [];

    /// <summary>Adds an empty row.</summary>
    public FormModel AddRow(FormField field)
    {
        var row = Child(field, null);
        Set(field, new List<FormModel>([.. Rows(field), row]));
        return row;
    }

    /// <summary>Removes a row.</summary>
    public void RemoveRow(FormField field, FormModel row) => Set(field, Rows(field).Where(one => one != row).ToList());

    /// <summary>Validates all values against the schema.</summary>
    /// <returns>The input, or null if a field is wrong; then <see cref="Errors"/> says which.</returns>
    /// <param name="access">Finds uploaded files, or null for a form without any.</param>
    public JsonElement? Check(TaskAccess? access)
    {
        _access = access;
        var reading = Read(Schema, ToJson());
        var unread = Unread().ToDictionary();
        Refuse(reading.Errors.Where(error => !unread.ContainsKey(error.Key)).Concat(unread).ToDictionary());
        return reading.IsValid && unread.Count == 0 ? reading.Input : null;
    }

    /// <summary>Sets the validation errors of the server.</summary>
    public void Refuse(IReadOnlyDictionary<string, string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        _errors = [];
        _refused |= errors.Count > 0;
        foreach (var (_, inner) in Inner())
        {
            inner.Refuse(new Dictionary<string, string>());
            inner._refused |= _refused;
        }

        Add(errors);
    }

    /// <summary>Whether a field may stay empty because it keeps its secret.</summary>
    public bool Keeps(FormField field) => KeepsSecrets && field.Type == FieldType.Secret && _values[field.Name] is null or "";

    /// <summary>The current values, valid or not.</summary>
    public JsonElement ToJson() => ToJson(Schema.Fields);

    /// <summary>Each message goes to the form that holds its field.</summary>
    private void Add(IEnumerable<KeyValuePair<string, string>> errors)
    {
        var inner = Inner().ToList();
        foreach (var (path, message) in errors)
        {
            if (inner.Find(one => path.StartsWith(one.Path + ".", StringComparison.Ordinal)) is { Form: { } form, Path: var at })
            {
                form._refused = true;
                form.Add([KeyValuePair.Create(path[(at.Length + 1)..], message)]);
            }
            else
            {
                _errors[path] = message;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ErrorsOf((string Path, FormModel Form) inner) =>
        inner.Form.Errors.Select(error => KeyValuePair.Create($"{inner.Path}.{error.Key}", error.Value));

    /// <summary>The forms in this one, by their paths.</summary>
    private IEnumerable<(string Path, FormModel Form)> Inner() => Schema.Fields.SelectMany(field => _values[field.Name] switch
    {
        FormModel group => [(field.Name, group)],
        List<FormModel> rows => rows.Select((row, i) =>
            (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field.Name}[{i}]"), row)),
        _ => Array.Empty<(string, FormModel)>(),
    });

    /// <summary>What would fit, and be something else: text that is no JSON, as a string; two values under one name, as one.</summary>
    private IEnumerable<KeyValuePair<string, string>> Unread() => Schema.Fields
        .Where(field => field.Type == FieldType.Json && _values[field.Name] is string)
        .Select(field => KeyValuePair.Create(field.Name, FieldText.JsonError((string)_values[field.Name]!)))
        .Concat(Schema.Fields.SelectMany(TwiceNamed))
        .Concat(Inner().SelectMany(inner => inner.Form.Unread()
            .Select(error => KeyValuePair.Create($"{inner.Path}.{error.Key}", error.Value))));

    private IReadOnlyDictionary<string, string> WrongIn(FormField field)
    {
        var unread = Unread().Where(error => IsAt(error.Key, field.Name)).ToDictionary();
        return unread.Count > 0 ? unread : Read(new FormSchema([field]), ToJson([field])).Errors;
    }

    private FormReading Read(FormSchema schema, JsonElement values) => _access?.Read(schema, values) ?? schema.Read(values);

    internal static bool IsAt(string path, string name) =>
        path == name || (path.StartsWith(name, StringComparison.Ordinal) && path[name.Length] is '.' or '[');

    private JsonElement ToJson(IEnumerable<FormField> fields)
    {
        var json = new JsonObject();
        foreach (var field in fields)
        {
            json[field.Name] = Write(field, _values[field.Name]);
        }

        return JsonSerializer.SerializeToElement(json, TaskJson.Options);
    }

    private FormModel Child(FormField field, JsonElement? given) => new(new FormSchema(field.Fields), _zone, given);

    private object? Read(FormField field, JsonElement? given) => (field.Type, given) switch
    {
        (_, null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }) => null,
        (FieldType.Group, { ValueKind: JsonValueKind.Object } group) => Child(field, group),
        (FieldType.Rows, { ValueKind: JsonValueKind.Array } rows) => rows.EnumerateArray().Select(row => Child(field, row)).ToList(),
        (_, { } value) => FieldValue.Read(field, value, _zone),
    };

    private bool IsLeftEmpty(FormField field) => _values[field.Name] is false
        || Write(field, _values[field.Name]) is null or JsonArray { Count: 0 };

    private JsonNode? Write(FormField field, object? value) => value switch
    {
        FormModel group => !field.Required && group.IsEmpty ? null : JsonNode.Parse(group.ToJson().GetRawText()),
        List<FormModel> rows => new JsonArray([.. rows.Select(row => JsonNode.Parse(row.ToJson().GetRawText()))]),
        _ => FieldValue.Write(field, value, _zone),
    };
}
