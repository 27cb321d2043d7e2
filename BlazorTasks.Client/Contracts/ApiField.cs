namespace BlazorTasks.Client;

/// <summary>A field of a form: its name, type and constraints.</summary>
/// <param name="Name">The JSON name in snake_case.</param>
/// <param name="Type">The type of the field.</param>
public sealed record ApiField(string Name, ApiFieldType Type)
{
    /// <summary>The label.</summary>
    public string Label { get; init; } = Name;

    /// <summary>The help text.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a value is required.</summary>
    public bool Required { get; init; }

    /// <summary>Whether an explicit null is a value of its own, different from omitting the field.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether a required text may be empty or white space.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>The initial value, also used if the field is omitted.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The minimum of a number.</summary>
    public double? Min { get; init; }

    /// <summary>The maximum of a number.</summary>
    public double? Max { get; init; }

    /// <summary>Whether <see cref="Min"/> itself is excluded.</summary>
    public bool MinExclusive { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is excluded.</summary>
    public bool MaxExclusive { get; init; }

    /// <summary>The earliest date or time, or the shortest duration, in its JSON representation.</summary>
    public string? From { get; init; }

    /// <summary>The latest date or time, or the longest duration, in its JSON representation.</summary>
    public string? To { get; init; }

    /// <summary>The minimum number of characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>The maximum number of characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The minimum number of values, files or rows.</summary>
    public int? MinItems { get; init; }

    /// <summary>The maximum number of values, files or rows.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The fields of a <see cref="ApiFieldType.Group"/> or of each row of <see cref="ApiFieldType.Rows"/>.</summary>
    public IReadOnlyList<ApiField> Fields { get; init; } = [];

    /// <summary>The options to choose from.</summary>
    public IReadOnlyList<ApiFieldOption> Options { get; init; } = [];

    /// <summary>The allowed file extensions, such as ".csv". Empty allows any file.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>
    /// The type and constraints of each value of a <see cref="ApiFieldType.List"/> or
    /// <see cref="ApiFieldType.KeyValuePairs"/>.
    /// </summary>
    public ApiField? Item { get; init; }
}

/// <summary>An option to choose.</summary>
/// <param name="Value">The stored value.</param>
/// <param name="Label">The label.</param>
public sealed record ApiFieldOption(string Value, string Label);

/// <summary>
/// The type of a form field. Each has its own control in the dashboard and its own JSON representation in the API.
/// </summary>
public enum ApiFieldType
{
    /// <summary>A single line of text. JSON: a string.</summary>
    Text,

    /// <summary>Multiline text. JSON: a string.</summary>
    Multiline,

    /// <summary>A decimal number. JSON: a number.</summary>
    Number,

    /// <summary>An integer. JSON: a number.</summary>
    Integer,

    /// <summary>Yes or no. JSON: true or false.</summary>
    Boolean,

    /// <summary>One of several options. JSON: its value, a string.</summary>
    Choice,

    /// <summary>Any number of options. JSON: an array of their values.</summary>
    MultiChoice,

    /// <summary>A date. JSON: "2026-11-21".</summary>
    Date,

    /// <summary>A date and time. JSON: ISO 8601 with an offset, "2026-11-21T14:00:00Z".</summary>
    DateTime,

    /// <summary>A time of day. JSON: "14:00:00".</summary>
    Time,

    /// <summary>A duration. JSON: "00:30:00", or with days "1.00:00:00".</summary>
    Duration,

    /// <summary>A GUID. JSON: "019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11".</summary>
    Guid,

    /// <summary>Text that is never displayed again. JSON: a string.</summary>
    Secret,

    /// <summary>An uploaded file. JSON: the token returned by the upload, "id/name".</summary>
    File,

    /// <summary>Several uploaded files. JSON: an array of their tokens.</summary>
    Files,

    /// <summary>An email address. JSON: a string.</summary>
    Email,

    /// <summary>An absolute http or https URL. JSON: a string.</summary>
    Url,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>A list of simple values described by <see cref="ApiField.Item"/>. JSON: an array.</summary>
    List,

    /// <summary>Named values described by <see cref="ApiField.Item"/>, with names chosen by the user. JSON: an object.</summary>
    KeyValuePairs,

    /// <summary>A group of fields: <see cref="ApiField.Fields"/>. JSON: an object.</summary>
    Group,

    /// <summary>
    /// A variable number of rows, each with the fields of <see cref="ApiField.Fields"/>. JSON: an array of objects.
    /// </summary>
    Rows,
}
