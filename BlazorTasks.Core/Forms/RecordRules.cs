using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>
/// Validates a record as a whole: that it can be created, attributes that compare members, class-level attributes, and
/// <see cref="IValidatableObject"/>.
/// </summary>
internal static class RecordRules
{
    /// <summary>Returns the errors by the JSON name of the member, or "" for the whole record.</summary>
    public static IReadOnlyList<(string Name, string Message)> Check(Type type, JsonObject values, UploadStore? uploads)
    {
        if (FormBinder.TryBind(type, values, FormBinder.OptionsFor(uploads), out var record) is { } problem)
        {
            return [problem];
        }

        if (record is null)
        {
            return [("", FieldMessages.NotAccepted)];
        }

        var info = TaskJson.Options.GetTypeInfo(type);
        var wrong = Members(info, record).Concat(OfClass(type, record)).ToList();
        return wrong.Count > 0 ? wrong : [.. OfRecord(info, record)];
    }

    private static IEnumerable<(string, string)> Members(JsonTypeInfo info, object record) =>
        from property in info.Properties.Where(FormTypes.IsSettable)
        from rule in FormAttributes.Of(property).OfType<ValidationAttribute>().Where(ValidationRules.IsForRecord)
        let context = new ValidationContext(record) { MemberName = MemberOf(property), DisplayName = FormAttributes.LabelOf(property) }
        let message = ValidationRules.Check(rule, property.Get?.Invoke(record), context)
        where message is not null
        select (property.Name, message);

    private static IEnumerable<(string, string)> OfClass(Type type, object record) =>
        from rule in type.GetCustomAttributes<ValidationAttribute>(inherit: true)
        let message = ValidationRules.Check(rule, record, new ValidationContext(record))
        where message is not null
        select ("", message);

    private static IEnumerable<(string, string)> OfRecord(JsonTypeInfo info, object record)
    {
        if (record is not IValidatableObject rules)
        {
            return [];
        }

        try
        {
            return [.. from failed in rules.Validate(new ValidationContext(record))
                       where failed is not null
                       from name in failed.MemberNames.DefaultIfEmpty("")
                       select (NameOf(info, name), failed.ErrorMessage ?? FieldMessages.NotAccepted)];
        }
#pragma warning disable CA1031 // custom validation may throw anything for client input
        catch (Exception error)
#pragma warning restore CA1031
        {
            return [("", $"This value could not be validated: {error.Message}")];
        }
    }

    private static string NameOf(JsonTypeInfo info, string member) =>
        info.Properties.FirstOrDefault(property => MemberOf(property) == member)?.Name ?? "";

    private static string MemberOf(JsonPropertyInfo property) => (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;
}
