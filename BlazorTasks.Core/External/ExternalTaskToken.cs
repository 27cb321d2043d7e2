using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BlazorTasks.External;

/// <summary>The secret by which the script of one task is known: 256 random bits, of which only a hash is kept.</summary>
internal static class ExternalTaskToken
{
    /// <summary>Tells it from an API key, for people and for those who look for secrets that leaked.</summary>
    private const string Prefix = "btt_";

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether a token is the one of this hash; takes equally long for every wrong one.</summary>
    public static bool Fits(string token, string hash) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), Convert.FromHexString(hash));
}
