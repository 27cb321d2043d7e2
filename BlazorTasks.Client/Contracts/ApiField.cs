using System.Text.Json;

namespace BlazorTasks.Client;

/// <summary>One field of a form: what it is called, what it holds and what is allowed in it.</summary>
/// <param name="Name">Its name in JSON, snake_case.</param>
/// <param name="Type">What it holds.</param>
public sealed record ApiField(string Name, ApiFieldType Type)
{
    /// <summary>What people see beside it.</summary>
    public string Label { get; init; } = Name;

    /// <summary>A hint under it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it must be filled in.</summary>
    public bool Required { get; init; }

    /// <summary>Whether null is a value of its own, other than leaving the field out.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether a required text may be empty or blank.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>What it holds at first, and what is taken when it is left out.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>The largest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>Whether <see cref="Min"/> itself is not allowed.</summary>
    public bool MinExclusive { get; init; }

    /// <summary>Whether <see cref="Max"/> itself is not allowed.</summary>
    public bool MaxExclusive { get; init; }

    /// <summary>The first day or time allowed, or the shortest duration, as it is written in JSON.</summary>
    public string? From { get; init; }

    /// <summary>The last day or time allowed, or the longest duration, as it is written in JSON.</summary>
    public string? To { get; init; }

    /// <summary>The fewest characters allowed.</summary>
    public int? MinLength { get; init; }

    /// <summary>The most characters allowed.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The fewest values, files or rows allowed.</summary>
    public int? MinItems { get; init; }

    /// <summary>The most values, files or rows allowed.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The fields of a <see cref="ApiFieldType.Group"/>, or of each of the <see cref="ApiFieldType.Rows"/>.</summary>
    public IReadOnlyList<ApiField> Fields { get; init; } = [];

    /// <summary>What to choose from.</summary>
    public IReadOnlyList<ApiFieldOption> Options { get; init; } = [];

    /// <summary>Which files may be uploaded, such as ".csv"; empty means any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>What each value of a <see cref="ApiFieldType.List"/> or of <see cref="ApiFieldType.KeyValuePairs"/> is.</summary>
    public ApiField? Item { get; init; }
}

/// <summary>One thing to choose.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What people see.</param>
public sealed record ApiFieldOption(string Value, string Label);

/// <summary>What a field of a form holds; each has one control in the dashboard and one JSON shape in the API.</summary>
public enum ApiFieldType
{
    /// <summary>One line of text. JSON: a string.</summary>
    Text,

    /// <summary>Text of many lines. JSON: a string.</summary>
    Multiline,

    /// <summary>A number with fraction. JSON: a number.</summary>
    Number,

    /// <summary>A whole number. JSON: a number.</summary>
    Integer,

    /// <summary>Yes or no. JSON: true or false.</summary>
    Boolean,

    /// <summary>One of the options. JSON: its value, a string.</summary>
    Choice,

    /// <summary>Some of the options. JSON: an array of their values.</summary>
    MultiChoice,

    /// <summary>A day. JSON: "2026-11-21".</summary>
    Date,

    /// <summary>A moment. JSON: ISO 8601 with offset, "2026-11-21T14:00:00Z".</summary>
    DateTime,

    /// <summary>A time of day. JSON: "14:00:00".</summary>
    Time,

    /// <summary>A duration. JSON: "00:30:00", or with days "1.00:00:00".</summary>
    Duration,

    /// <summary>A GUID. JSON: "019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11".</summary>
    Guid,

    /// <summary>Text that nobody may see again. JSON: a string.</summary>
    Secret,

    /// <summary>An uploaded file. JSON: the token that the upload gave, "id/name".</summary>
    File,

    /// <summary>Several uploaded files. JSON: an array of their tokens.</summary>
    Files,

    /// <summary>An e-mail address. JSON: a string.</summary>
    Email,

    /// <summary>An absolute http or https address. JSON: a string.</summary>
    Url,

    /// <summary>Any JSON.</summary>
    Json,

    /// <summary>Values of one simple type, which <see cref="ApiField.Item"/> describes. JSON: an array.</summary>
    List,

    /// <summary>Values under names of one's own; <see cref="ApiField.Item"/> describes the values. JSON: an object.</summary>
    KeyValuePairs,

    /// <summary>Fields that belong together: <see cref="ApiField.Fields"/>. JSON: an object.</summary>
    Group,

    /// <summary>Rows that can be added, each with the fields of <see cref="ApiField.Fields"/>. JSON: an array of objects.</summary>
    Rows,
}
