namespace BlazorTasks.Tests.Support;

public static class Json
{
    /// <summary>An array in an array, and so on: as many levels as asked for.</summary>
    public static JsonElement Nested(int levels)
    {
        var json = new string('[', levels) + new string(']', levels);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = levels });
        return document.RootElement.Clone();
    }

    public static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
