using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;

namespace BlazorTasks.Notifications;

/// <summary>What the recipients of rules and deliveries mean.</summary>
internal static class Recipient
{
    public const string Owner = "owner";
    private const string WebhookPrefix = "webhook:";
    private const string PushPrefix = "push:";

    /// <summary>Returns the name of the webhook that is meant, or null.</summary>
    public static string? Webhook(string to) =>
        to.StartsWith(WebhookPrefix, StringComparison.Ordinal) ? to[WebhookPrefix.Length..] : null;

    /// <summary>Returns the recipient that is a browser of a person.</summary>
    public static string Push(PushDevice device, string person) => $"{PushPrefix}{device.Id}:{person}";

    /// <summary>Returns the browser of a person that is meant, or null.</summary>
    public static (string Device, string Person)? Push(string to) =>
        to.StartsWith(PushPrefix, StringComparison.Ordinal) && to.Split(':', 3) is [_, var device, var person] ? (device, person) : null;

    /// <summary>Returns what stands for a recipient in idempotency keys.</summary>
    public static string HashOf(string to) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(to.ToLowerInvariant())).AsSpan(0, 8));

    public static bool IsAddress(string to) => to.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(to, out _);
}
