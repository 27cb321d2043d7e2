using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace BlazorTasks;

/// <summary>The text of API keys: "bt_", the id, and 256 random bits. Only a hash is stored.</summary>
public static class ApiKeySecret
{
    /// <summary>The prefix of API keys, for people and for secret scanners.</summary>
    public const string Prefix = "bt_";

    private const string IdCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 8;

    private static readonly SearchValues<char> InId = SearchValues.Create(IdCharacters);

    internal static (string Id, string Secret) New()
    {
        var id = RandomNumberGenerator.GetString(IdCharacters, IdLength);
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");
    }

    /// <summary>Returns the id in an API key, or null if it is none.</summary>
    internal static string? IdOf(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal)
        && secret.Length is > 40 and < 100
        && secret[Prefix.Length + IdLength] == '_'
        && !secret.AsSpan(Prefix.Length, IdLength).ContainsAnyExcept(InId)
            ? secret.Substring(Prefix.Length, IdLength)
            : null;

    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Returns whether a text is the expected secret, in a time that does not depend on where they differ.</summary>
    public static bool Matches(string given, string expected) => Fits(given, HashOf(expected));

    internal static bool Fits(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Convert.FromHexString(hash));
}
