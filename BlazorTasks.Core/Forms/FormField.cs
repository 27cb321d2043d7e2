namespace BlazorTasks.Forms;

/// <summary>A field of a form: its name, type and constraints.</summary>
/// <param name="Name">The JSON name in snake_case.</param>
/// <param name="Type">The type of the field.</param>
public sealed record FormField(string Name, FieldType Type)
{
    /// <summary>The label.</summary>
    public string Label { get; init; } = BlazorTasks.Text.Humanize(Name);

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

    /// <summary>The fields of a <see cref="FieldType.Group"/> or of each row of <see cref="FieldType.Rows"/>.</summary>
    public IReadOnlyList<FormField> Fields { get; init => field = value ?? []; } = []; // forms stored by earlier versions have none

    /// <summary>The options to choose from.</summary>
    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>The allowed file extensions, such as ".csv". Empty allows any file.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>
    /// The type and constraints of each value of a <see cref="FieldType.List"/> or <see cref="FieldType.KeyValuePairs"/>.
    /// </summary>
    public FormField? Item { get; init; }

    /// <summary>The validation attributes, which apply in addition to the constraints above.</summary>
    [JsonIgnore]
    internal IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    /// <summary>The .NET type to which a value is converted.</summary>
    [JsonIgnore]
    internal Type ClrType { get; init; } = typeof(string);

    /// <summary>The field of each value. Text if a form built by hand does not specify it.</summary>
    [JsonIgnore]
    internal FormField ItemOrText => Item ?? new FormField(Name, FieldType.Text) { Required = true };

    /// <summary>The .NET type of each row of <see cref="FieldType.Rows"/>.</summary>
    [JsonIgnore]
    internal Type? RowType { get; init; }

    /// <summary>
    /// Whether the field is a member of a record. If so, attributes that depend on the whole record are validated there.
    /// </summary>
    [JsonIgnore]
    internal bool IsOfRecord { get; init; }

    /// <summary>Whether the serializer requires the member to be present, possibly as null.</summary>
    [JsonIgnore]
    internal bool MustBePresent { get; init; }

    /// <summary>The serializer options for the value if its property has its own converter.</summary>
    [JsonIgnore]
    internal JsonSerializerOptions? Json { get; init; }
}

/// <summary>An option to choose.</summary>
/// <param name="Value">The stored value.</param>
/// <param name="Label">The label.</param>
public sealed record FieldOption(string Value, string Label);
