using System.Text.Json;

namespace BlazorTasks.Tests.Support;

public static class Json
{
    public static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
