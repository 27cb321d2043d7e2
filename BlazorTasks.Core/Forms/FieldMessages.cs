namespace BlazorTasks.Forms;

/// <summary>The validation messages: they say what to enter instead of calling the value invalid.</summary>
internal static class FieldMessages
{
    public const string TooLongToCheck = "This value takes too long to validate. Enter a shorter or simpler one";

    public const string NotAccepted = "This value is not allowed";

    /// <summary>The message for a missing required value.</summary>
    public static string Missing(FormField field) => Own<RequiredAttribute>(field) ?? field.Type switch
    {
        FieldType.Choice => "Choose an option",
        FieldType.MultiChoice => "Choose at least one option",
        FieldType.File => $"Choose a file{Kinds(field)}",
        FieldType.Files => $"Choose at least one file{Kinds(field)}",
        _ => "This field is required",
    };

    /// <summary>The message for a value of the wrong type.</summary>
    public static string Wrong(FormField field) => Own<DataTypeAttribute>(field) ?? Own<AllowedValuesAttribute>(field) ?? Expected(field);

    public static string Expected(FormField field) => field.Type switch
    {
        FieldType.Integer => $"Enter a whole number{Range(field)}",
        FieldType.Number => $"Enter a number{Range(field)}",
        FieldType.Boolean => "Enter true or false",
        FieldType.Choice => $"Choose one of {Words(field)}",
        FieldType.MultiChoice => $"Choose from {Words(field)}",
        FieldType.Date => $"Enter a date{Times(field)}, such as 2026-11-21",
        FieldType.Time => $"Enter a time of day{Times(field)}, such as 14:00:00",
        FieldType.DateTime => $"Enter a date and time{Times(field)}, such as 2026-11-21T14:00:00Z",
        FieldType.Duration => $"Enter a duration{Times(field)}, such as 00:30:00",
        FieldType.Guid => "Enter a GUID, such as 019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11",
        FieldType.File => $"Upload a file{Kinds(field)} first",
        FieldType.Files => $"Upload the files{Kinds(field)} first and enter an array of their tokens",
        FieldType.Json => "Enter JSON, such as {\"size\": 3}, nested at most 16 levels deep",
        FieldType.List => "Enter an array of values",
        FieldType.KeyValuePairs => "Enter an object with names and values",
        FieldType.Group => "Enter an object with these fields",
        FieldType.Rows => "Enter an array of objects",
        FieldType.Email => "Enter an email address, such as name@example.com",
        FieldType.Url => "Enter a URL, such as https://example.com/page",
        _ => $"Enter {LowerFirst(field.Label)}",
    };

    public static string Pattern(FormField field) => field.Description ?? $"Enter {LowerFirst(field.Label)} in the format {field.Pattern}";

    /// <summary>The message for too few or too many values.</summary>
    public static string Count(FormField field, int count)
    {
        var what = field.Type switch
        {
            FieldType.Files => "files",
            FieldType.Rows => "rows",
            FieldType.MultiChoice => "choices",
            _ => "values",
        };
        return count < field.MinItems
            ? string.Create(CultureInfo.CurrentCulture, $"Add at least {field.MinItems:N0} {what} (currently {count:N0})")
            : string.Create(CultureInfo.CurrentCulture, $"Add at most {field.MaxItems:N0} {what} (currently {count:N0})");
    }

    /// <summary>A single row, as a group.</summary>
    public static FormField Row(FormField rows) => new(rows.Name, FieldType.Group)
    {
        Label = rows.Label,
        Required = true,
        Fields = rows.Fields,
        ClrType = rows.RowType ?? typeof(string),
    };

    /// <summary>Returns the message that the author of the form specified.</summary>
    private static string? Own<T>(FormField field)
        where T : ValidationAttribute =>
        field.Rules.OfType<T>().FirstOrDefault(ValidationRules.HasOwnMessage)?.FormatErrorMessage(field.Label);

    private static string Times(FormField field) => (field.From, field.To) switch
    {
        ({ } from, { } to) => $" from {from} to {to}",
        ({ } from, null) => $" of {from} or later",
        (null, { } to) => $" of {to} or earlier",
        _ => "",
    };

    private static string Range(FormField field)
    {
        return (field.Min, field.Max) switch
        {
            ({ } min, { } max) => $" {From(min, field.MinExclusive)} {And(field)} {Format(max)}",
            ({ } min, null) => field.MinExclusive ? $" above {Format(min)}" : $" of {Format(min)} or more",
            (null, { } max) => field.MaxExclusive ? $" below {Format(max)}" : $" of {Format(max)} or less",
            _ => "",
        };
    }

    private static string And(FormField field) => field.MaxExclusive ? "and less than" : field.MinExclusive ? "and at most" : "to";

    private static string From(double min, bool exclusive) => exclusive ? $"above {Format(min)}" : $"from {Format(min)}";

    private static string Format(double limit) => limit != 0 && Math.Abs(limit) is < 1e-12 or >= 1e15
        ? limit.ToString("R", CultureInfo.CurrentCulture)
        : limit.ToString("#,0.############", CultureInfo.CurrentCulture);

    private static string Words(FormField field) => string.Join(", ", field.Options.Select(option => option.Value));

    private static string Kinds(FormField field) => field.Accept.Count == 0 ? "" : $" ({string.Join(", ", field.Accept)})";

    private static string LowerFirst(string label) =>
        label.Length > 1 && char.IsUpper(label[1]) ? label : char.ToLower(label[0], CultureInfo.CurrentCulture) + label[1..];
}
