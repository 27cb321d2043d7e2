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
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>Which files may be uploaded, such as ".csv"; empty means any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Rules that only code knows: the validation attributes that have no place in the fields above.</summary>
    [JsonIgnore]
    internal IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>The .NET type that a value is read as.</summary>
    [JsonIgnore]
    internal Type ClrType { get; init; } = typeof(string);
}

/// <summary>One thing to choose.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Label">What people see.</param>
public sealed record FieldOption(string Value, string Label);
