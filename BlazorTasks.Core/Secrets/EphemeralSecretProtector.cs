using System.Security.Cryptography;

namespace BlazorTasks;

/// <summary>
/// Protects secrets with a key that exists only in memory, for tasks that do not outlive the process. The dashboard provides
/// an implementation with persistent keys.
/// </summary>
internal sealed class EphemeralSecretProtector : ISecretProtector
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Protect(string secret)
    {
        using var cipher = new AesGcm(_key, AesGcm.TagByteSizes.MaxSize);
        var plain = Encoding.UTF8.GetBytes(secret);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (hidden, tag) = (new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        cipher.Encrypt(nonce, plain, hidden, tag);
        return Convert.ToBase64String([.. nonce, .. tag, .. hidden]);
    }

    public string Unprotect(string stored)
    {
        var bytes = Convert.FromBase64String(stored).AsSpan();
        using var cipher = new AesGcm(_key, AesGcm.TagByteSizes.MaxSize);
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[bytes.Length - nonce - tag];
        cipher.Decrypt(bytes[..nonce], bytes[(nonce + tag)..], bytes[nonce..(nonce + tag)], plain);
        return Encoding.UTF8.GetString(plain);
    }
}
