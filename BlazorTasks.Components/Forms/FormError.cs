using BlazorTasks.Forms;

namespace BlazorTasks.Components.Forms;

/// <summary>What is wrong with a field, wherever in the form it is.</summary>
/// <param name="Id">The id of its control.</param>
/// <param name="Label">What people call it: "Lines 3, Amount".</param>
/// <param name="Message">The message.</param>
internal sealed record FormError(string Id, string Label, string Message)
{
    /// <summary>All that is wrong in a form, in the order of its fields.</summary>
    /// <param name="form">The form.</param>
    /// <param name="prefix">What the ids of its controls begin with.</param>
    public static IEnumerable<FormError> Of(FormModel form, string prefix) => Of(form, prefix, "");

    private static IEnumerable<FormError> Of(FormModel form, string prefix, string label)
    {
        var own = form.OwnErrors.ToLookup(error => OwnerOf(form, error.Key)?.Name);
        return own[null].Select(error => new FormError(prefix + error.Key, label + error.Key, error.Value))
            .Concat(form.Schema.Fields.SelectMany(field => own[field.Name].Select(error => At(form, field, error, prefix, label))
                .Concat(In(form, field, prefix, label))));
    }

    private static IEnumerable<FormError> In(FormModel form, FormField field, string prefix, string label) => field.Type switch
    {
        FieldType.Group => Of(form.Group(field), $"{prefix}{field.Name}.", $"{label}{field.Label}, "),
        FieldType.Rows => form.Rows(field)
            .SelectMany((row, i) => Of(row, $"{prefix}{field.Name}[{i}].", $"{label}{field.Label} {i + 1}, ")),
        _ => [],
    };

    private static FormField? OwnerOf(FormModel form, string path) =>
        form.Schema[path] ?? form.Schema.Fields.FirstOrDefault(field => FormModel.IsAt(path, field.Name));

    private static FormError At(FormModel form, FormField field, KeyValuePair<string, string> error, string prefix, string label)
    {
        var rest = error.Key[field.Name.Length..];
        var index = rest.Length == 0 ? null : rest[0] == '[' ? int.Parse(rest[1..^1], System.Globalization.CultureInfo.InvariantCulture)
            : PairOf(form, field, rest[1..]);
        return index is { } i
            ? new FormError($"{prefix}{field.Name}[{i}]", $"{label}{field.Label} {i + 1}", error.Value)
            : new FormError(prefix + field.Name, label + field.Label, error.Value);
    }

    private static int? PairOf(FormModel form, FormField field, string name) =>
        form.Get<List<KeyValuePair<string, string>>>(field)?.FindIndex(pair => pair.Key == name) is >= 0 and var index ? index : null;
}
