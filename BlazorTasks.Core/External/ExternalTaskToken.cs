using System.Buffers.Text;
using System.Security.Cryptography;

namespace BlazorTasks.External;

/// <summary>The secret that authenticates the script of a task: 256 random bits, of which only a hash is stored.</summary>
internal static class ExternalTaskToken
{
    public static string New() => ExternalTask.TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Returns whether a token matches a hash, in constant time.</summary>
    public static bool Fits(string token, string hash) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), Convert.FromHexString(hash));
}
