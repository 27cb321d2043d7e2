using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Hashes of what must not be kept as it is, or is too long for a key.</summary>
internal static class Hash
{
    /// <summary>Returns the SHA-256 hash of a text in hexadecimal.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Of(string)" />
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
