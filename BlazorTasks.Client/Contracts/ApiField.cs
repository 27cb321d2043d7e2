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

    /// <summary>What it holds at first, and what is taken when it is left out.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>The largest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>The fewest characters allowed.</summary>
    public int? MinLength { get; init; }

    /// <summary>The most characters allowed.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the whole text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>What to choose from.</summary>
    public IReadOnlyList<ApiFieldOption> Options { get; init; } = [];

    /// <summary>Which files may be uploaded, such as ".csv"; empty means any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];
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

    /// <summary>A length of time. JSON: "00:30:00", or with days "1.00:00:00".</summary>
    Duration,

    /// <summary>Text that nobody may see again. JSON: a string.</summary>
    Secret,

    /// <summary>An uploaded file. JSON: the token that the upload gave, "id/name".</summary>
    File,

    /// <summary>An e-mail address. JSON: a string.</summary>
    Email,

    /// <summary>An absolute http or https address. JSON: a string.</summary>
    Url,
}
