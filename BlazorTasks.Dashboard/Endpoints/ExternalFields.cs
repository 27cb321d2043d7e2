using System.Text.RegularExpressions;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The fields of a form requested by a script.</summary>
internal static class ExternalFields
{
    private const int MaxName = 100;
    private const int MaxLabel = 200;
    private const string Expected =
        "This must be an array of fields, each with a unique “name” of a-z, 0-9 and _, and a “type” such as text, number or choice";

    /// <summary>Reads the fields and adds validation errors to the body.</summary>
    public static IReadOnlyList<ApiField> Read(JsonMembers body, int max)
    {
        if (body.Any("fields") is not { } given)
        {
            return [];
        }

        try
        {
            var fields = given.ValueKind == JsonValueKind.Array && given.GetArrayLength() <= max
                ? given.EnumerateArray().Select(field => field.Deserialize<ApiField>(ApiJson.Options)!).ToList()
                : [];
            if (fields.Count == 0 || !AreUsable(fields, isInner: false))
            {
                return body.Wrong<IReadOnlyList<ApiField>>("fields", Expected) ?? [];
            }

            fields.ForEach(field => CheckDefault(body, field));
            return fields;
        }
        catch (JsonException error)
        {
            var place = error.Path is { Length: > 1 } path ? $"{Expected} ({path[2..]} is invalid)" : Expected;
            return body.Wrong<IReadOnlyList<ApiField>>("fields", place) ?? [];
        }
    }

    private static bool AreUsable(IReadOnlyList<ApiField> fields, bool isInner) =>
        fields.All(field => IsUsable(field, isInner)) && fields.DistinctBy(field => field.Name).Count() == fields.Count;

    /// <summary>Scripts cannot read files, and a secret must be a field of its own.</summary>
    private static bool IsUsable(ApiField? field, bool isInner) =>
        field is
        {
            Name.Length: > 0 and <= MaxName,
            Type: not (ApiFieldType.File or ApiFieldType.Files),
            Label: null or { Length: <= MaxLabel }
        }
        && !(isInner && field.Type == ApiFieldType.Secret)
        && field.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && (field.Pattern is null || IsPattern(field.Pattern))
        && (field.Item is not { } item || (IsUsable(item, isInner: true) && !HasParts(item)))
        && AreUsable(field.Fields ?? [], isInner: true);

    private static bool HasParts(ApiField field) =>
        field.Type is ApiFieldType.List or ApiFieldType.Group or ApiFieldType.Rows or ApiFieldType.KeyValuePairs;

    /// <summary>Initial values must be valid, or the prompt could be neither answered nor stored.</summary>
    private static void CheckDefault(JsonMembers body, ApiField field)
    {
        if (field.Default is not { } initial)
        {
            return;
        }

        var form = new FormSchema([field.ToForm() with { Default = null }]);
        var answer = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [field.Name] = initial }, ApiJson.Options);
        foreach (var (path, message) in form.Read(answer).Errors)
        {
            body.Wrong<object>($"fields.{path}.default", message);
        }
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromMilliseconds(250));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
