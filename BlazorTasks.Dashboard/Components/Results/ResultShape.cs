using System.Text.Json;

namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>What a stored value asks to be shown as. Read from JSON alone, so results of long ago are shown as they were.</summary>
/// <param name="Kind">How it is shown.</param>
internal sealed record ResultShape(ResultKind Kind)
{
    /// <summary>The Markdown, or the words of a link or file.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Where a link leads; null when it leads nowhere that may be pressed.</summary>
    public string? Url { get; private init; }

    /// <summary>Under which token a file is kept.</summary>
    public string? Token { get; private init; }

    /// <summary>How large a file is.</summary>
    public long? Size { get; private init; }

    /// <summary>The shape that a value says it has, or null when it is plain data.</summary>
    public static ResultShape? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || Word(value, TaskResult.KindName) is not { } kind)
        {
            return null;
        }

        var url = Word(value, "url");
        return kind switch
        {
            "markdown" => new(ResultKind.Markdown) { Text = Word(value, "text") ?? "" },
            "link" => new(ResultKind.Link) { Text = Word(value, "text") ?? url ?? "", Url = TaskResult.IsSafeLink(url) ? url : null },
            "file" => new(ResultKind.File) { Text = Word(value, "name") ?? "file", Token = Word(value, "token"), Size = value.TryGetProperty("size", out var size) && size.TryGetInt64(out var bytes) ? bytes : null },
            _ => null,
        };
    }

    /// <summary>Whether a value is a list of flat records: a table.</summary>
    public static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object && row.EnumerateObject().All(cell => cell.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)));

    private static string? Word(JsonElement value, string name) =>
        value.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;
}

/// <summary>The kinds of <see cref="TaskResult"/>.</summary>
internal enum ResultKind
{
    /// <summary>Text with a form.</summary>
    Markdown,

    /// <summary>An address.</summary>
    Link,

    /// <summary>A file to download.</summary>
    File,
}
