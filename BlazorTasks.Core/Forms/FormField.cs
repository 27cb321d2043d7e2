using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Forms;

/// <summary>One field of a form: what it is called, what it holds and what is allowed in it.</summary>
/// <param name="Name">Its name in JSON, snake_case.</param>
/// <param name="Type">What it holds.</param>
public sealed record FormField(string Name, FieldType Type)
{
    /// <summary>What people see beside it.</summary>
    public string Label { get; init; } = BlazorTasks.Text.Humanize(Name);

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

    /// <summary>The fields of a <see cref="FieldType.Group"/>, or of each of the <see cref="FieldType.Rows"/>.</summary>
    public IReadOnlyList<FormField> Fields { get; init => field = value ?? []; } = []; // what an earlier version stored has none

    /// <summary>What to choose from.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>Which files may be uploaded, such as ".csv"; empty means any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>What each value of a <see cref="FieldType.List"/> or of <see cref="FieldType.KeyValuePairs"/> is.</summary>
    public FormField? Item { get; init; }

    /// <summary>Rules that only code knows: the validation attributes, which are asked whatever the limits above say.</summary>
    [JsonIgnore]
    internal IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>The .NET type that a value is read as.</summary>
    [JsonIgnore]
    internal Type ClrType { get; init; } = typeof(string);

    /// <summary>What each value is; text where a form made by hand does not say.</summary>
    [JsonIgnore]
    internal FormField ItemOrText => Item ?? new FormField(Name, FieldType.Text) { Required = true };

    /// <summary>The .NET type of each of the <see cref="FieldType.Rows"/>.</summary>
    [JsonIgnore]
    internal Type? RowType { get; init; }

    /// <summary>Whether it is a member of a record, so that rules which look at the whole record are asked there.</summary>
    [JsonIgnore]
    internal bool IsOfRecord { get; init; }

    /// <summary>Whether the serialiser wants it to be there, be it null.</summary>
    [JsonIgnore]
    internal bool MustBePresent { get; init; }

    /// <summary>How its value is read, where its property says something of its own.</summary>
    [JsonIgnore]
    internal JsonSerializerOptions? Json { get; init; }
}

/// <summary>One thing to choose.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What people see.</param>
public sealed record FieldOption(string Value, string Label);
