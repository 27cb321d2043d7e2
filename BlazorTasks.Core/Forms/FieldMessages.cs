using System.Globalization;

namespace BlazorTasks.Forms;

/// <summary>What is said at a field: always what to enter, never what is "invalid".</summary>
internal static class FieldMessages
{
    public static string Missing(FormField field) => field.Type switch
    {
        FieldType.Choice => "Choose one",
        FieldType.MultiChoice => "Choose at least one",
        FieldType.File => $"Choose a file{Kinds(field)}",
        _ => Expected(field),
    };

    public static string Expected(FormField field) => field.Type switch
    {
        FieldType.Integer => $"Enter a whole number{Range(field)}",
        FieldType.Number => $"Enter a number{Range(field)}",
        FieldType.Boolean => "Answer with true or false",
        FieldType.Choice => $"Choose one of {Words(field)}",
        FieldType.MultiChoice => $"Choose some of {Words(field)}",
        FieldType.Date => "Enter a date, such as 2026-11-21",
        FieldType.DateTime => "Enter a date and time, such as 2026-11-21T14:00:00Z",
        FieldType.Duration => "Enter a length of time, such as 00:30:00",
        FieldType.File => $"Upload a file{Kinds(field)} first",
        FieldType.Email => "Enter a full address, such as name@example.com",
        FieldType.Url => "Enter a web address, such as https://example.com/page",
        _ => $"Enter {LowerFirst(field.Label)}",
    };

    public static string Pattern(FormField field) => field.Description ?? $"Enter {LowerFirst(field.Label)} in the form {field.Pattern}";

    private static string Range(FormField field)
    {
        var culture = CultureInfo.CurrentCulture;
        return (field.Min, field.Max) switch
        {
            ({ } min, { } max) => string.Create(culture, $" from {min:#,0.##} to {max:#,0.##}"),
            ({ } min, null) => string.Create(culture, $" of {min:#,0.##} or more"),
            (null, { } max) => string.Create(culture, $" of {max:#,0.##} or less"),
            _ => "",
        };
    }

    private static string Words(FormField field) => string.Join(", ", field.Options.Select(option => option.Value));

    private static string Kinds(FormField field) => field.Accept.Count == 0 ? "" : $" ({string.Join(", ", field.Accept)})";

    private static string LowerFirst(string label) =>
        label.Length > 1 && char.IsUpper(label[1]) ? label : char.ToLower(label[0], CultureInfo.CurrentCulture) + label[1..];
}
