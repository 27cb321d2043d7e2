using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BlazorTasks.Notifications;

/// <summary>The signature of Standard Webhooks (https://www.standardwebhooks.com), version 1.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;

    /// <summary>Returns the key that a secret contains, or null if it is not one.</summary>
    public static byte[]? KeyOf(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64.IsValid(secret.AsSpan(Prefix.Length), out var length)
        && length >= MinBytes
            ? Convert.FromBase64String(secret[Prefix.Length..])
            : null;

    /// <summary>Signs a message.</summary>
    public static string Sign(byte[] key, string id, long timestamp, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))}";
}
