using System.Buffers.Text;
using System.Security.Cryptography;

namespace BlazorTasks.Notifications;

/// <summary>
/// Which subscriptions are accepted. Their addresses come from browsers, so that this server only sends to known push services:
/// nobody makes it talk to an address of their choice.
/// </summary>
internal static class PushEndpoint
{
    private const int AuthBytes = 16;
    private const int MaxLength = 2_000;

    /// <summary>Why a subscription is not accepted, as a sentence, or null if it is.</summary>
    public static string? WhyNot(PushSubscription subscription, PushOptions options) =>
        WhyNot(subscription.Endpoint, options)
        ?? (IsPublicKey(subscription.P256dh) && Decode(subscription.Auth)?.Length == AuthBytes
            ? null
            : "The keys of the browser's subscription are not valid.");

    /// <summary>Why nothing may be sent to an address, as a sentence, or null if it may.</summary>
    public static string? WhyNot(string endpoint, PushOptions options)
    {
        if (endpoint.Length > MaxLength
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            || address.UserInfo.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return "The address of the browser's subscription is not valid.";
        }

        return options.Services.Any(service => IsIn(address.IdnHost, service))
            ? null
            : $"The push service {address.IdnHost} is not one that this server may contact. An administrator can add it to Push:Services.";
    }

    private static bool IsIn(string host, string service) =>
        host.Equals(service, StringComparison.OrdinalIgnoreCase)
        || (host.Length > service.Length
            && host[^(service.Length + 1)] == '.'
            && host.EndsWith(service, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a point of the curve that browsers use.</summary>
    private static bool IsPublicKey(string text)
    {
        if (Decode(text) is not [0x04, .. { Length: 64 } point])
        {
            return false;
        }

        try
        {
            using var key = ECDiffieHellman.Create(
                new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = point[..32], Y = point[32..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
