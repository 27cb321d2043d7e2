using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Notifications;

/// <summary>What a notification in a browser says.</summary>
/// <param name="Title">Its first line.</param>
/// <param name="Body">What is known beside that.</param>
/// <param name="Page">The page of the dashboard that it opens, such as "task/0196…".</param>
internal sealed record PushText(string Title, string Body, string Page)
{
    private const int MaxTitle = 150;
    private const int MaxBody = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is parsed as JSON only, and four times shorter in some languages
    };

    /// <summary>Gets what is encrypted for the browser. Push services take 4 KB, and no browser shows as much as this.</summary>
    [JsonIgnore]
    public string Payload => JsonSerializer.Serialize(this with { Title = Cut(Title, MaxTitle), Body = Cut(Body, MaxBody) }, Json);

    private static string Cut(string text, int max) =>
        text.Length <= max ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1), "…");
}
