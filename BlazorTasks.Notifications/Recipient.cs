using System.Net.Mail;

namespace BlazorTasks.Notifications;

/// <summary>What the recipients of rules and deliveries mean.</summary>
internal static class Recipient
{
    public const string Owner = "owner";
    private const string WebhookPrefix = "webhook:";

    /// <summary>Returns the name of the webhook that is meant, or null.</summary>
    public static string? Webhook(string to) =>
        to.StartsWith(WebhookPrefix, StringComparison.Ordinal) ? to[WebhookPrefix.Length..] : null;

    public static bool IsAddress(string to) => to.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(to, out _);
}
