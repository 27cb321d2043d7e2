namespace BlazorTasks.Storage;

/// <summary>The searchable text of a task: its name, label, input, status and error.</summary>
internal static class SearchText
{
    private const int MaxInput = 2_000;

    public static string Of(TaskSnapshot task, JsonElement? input)
    {
        var text = new StringBuilder(task.Name);
        Add(text, task.Label);
        Add(text, task.Status);
        Add(text, task.ErrorMessage);
        if (input is { ValueKind: JsonValueKind.Object } given)
        {
            var end = text.Length + MaxInput;
            foreach (var value in given.EnumerateObject()
                .Select(property => property.Value.ToString())
                .Where(value => !SecretText.IsProtected(value)))
            {
                Add(text, value.Length > end - text.Length ? value[..Math.Max(0, end - text.Length)] : value);
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string? more)
    {
        if (!string.IsNullOrEmpty(more))
        {
            text.Append('\n').Append(more);
        }
    }
}
