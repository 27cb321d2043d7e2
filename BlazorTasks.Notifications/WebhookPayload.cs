using System.Text.Json;

namespace BlazorTasks.Notifications;

/// <summary>What is posted to a webhook.</summary>
internal static class WebhookPayload
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static string Of(WebhookFormat format, NotificationMessage message) => JsonSerializer.Serialize(
        format switch
        {
            WebhookFormat.Slack => Slack(message),
            WebhookFormat.Teams => Teams(message),
            _ => Standard(message),
        },
        Json);

    private static object Standard(NotificationMessage message) => new { message.Type, Timestamp = message.At, message.Data };

    private static object Slack(NotificationMessage message) => new
    {
        Text = string.Join(
            '\n',
            [
                $"*{Escape(message.Title)}*",
                .. message.Details.Select(Escape),
                .. message.Link is null ? [] : new[] { $"<{message.Link.AbsoluteUri}|{message.LinkText}>" },
            ]),
    };

    private static Dictionary<string, object> Teams(NotificationMessage message) => new()
    {
        ["type"] = "message",
        ["attachments"] = new[]
        {
            new Dictionary<string, object> { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = Card(message) },
        },
    };

    private static Dictionary<string, object> Card(NotificationMessage message) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["body"] = message.Details.Select(line => new { type = "TextBlock", text = line, wrap = true, weight = "default" })
            .Prepend(new { type = "TextBlock", text = message.Title, wrap = true, weight = "bolder" }),
        ["actions"] = message.Link is null
            ? Array.Empty<object>()
            : [new { type = "Action.OpenUrl", title = message.LinkText, url = message.Link }],
    };

    /// <summary>What Slack would read as markup of its own.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
