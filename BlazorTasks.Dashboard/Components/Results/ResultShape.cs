namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>How a stored value is rendered. Determined from JSON alone, so old results render the same.</summary>
/// <param name="Kind">The kind of result.</param>
internal sealed record ResultShape(ResultKind Kind)
{
    /// <summary>The Markdown, or the text of a link or file.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The URL of a link; null if it is not safe.</summary>
    public string? Url { get; private init; }

    /// <summary>The token of a file.</summary>
    public string? Token { get; private init; }

    /// <summary>The size of a file, in bytes.</summary>
    public long? Size { get; private init; }

    /// <summary>The shape of a value, or null for plain data.</summary>
    public static ResultShape? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || StringOf(value, TaskResult.KindName) is not { } kind)
        {
            return null;
        }

        var url = StringOf(value, "url");
        return kind switch
        {
            "markdown" => new(ResultKind.Markdown) { Text = StringOf(value, "text") ?? "" },
            "link" => new(ResultKind.Link) { Text = StringOf(value, "text") ?? url ?? "", Url = TaskResult.IsSafeLink(url) ? url : null },
            "file" => new(ResultKind.File)
            {
                Text = StringOf(value, "name") ?? "file",
                Token = StringOf(value, "token"),
                Size = value.TryGetProperty("size", out var size) && size.TryGetInt64(out var bytes) ? bytes : null,
            },
            _ => null,
        };
    }

    /// <summary>Whether a value is a list of flat records: a table.</summary>
    public static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value.EnumerateArray().All(IsFlat);

    private static bool IsFlat(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object && row.EnumerateObject().All(cell => IsSimple(cell.Value));

    private static bool IsSimple(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static string? StringOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>The kinds of <see cref="TaskResult"/>.</summary>
internal enum ResultKind
{
    /// <summary>Markdown text.</summary>
    Markdown,

    /// <summary>A link.</summary>
    Link,

    /// <summary>A file to download.</summary>
    File,
}
