namespace BlazorTasks;

/// <summary>Encrypts secrets for the store and decrypts them for the code that uses them.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts a secret.</summary>
    string Protect(string secret);

    /// <summary>Decrypts a secret.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key no longer exists.</exception>
    string Unprotect(string stored);
}

/// <summary>The prefix that distinguishes an encrypted secret from ordinary text in an input.</summary>
internal static class SecretText
{
    private const string Prefix = "secret:";

    /// <summary>The placeholder that is displayed instead of a secret.</summary>
    public const string Mask = "•••";

    public static bool IsProtected(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static string Protect(ISecretProtector protector, string secret) =>
        IsProtected(secret) ? secret : Prefix + protector.Protect(secret);

    public static string Unprotect(ISecretProtector protector, string text) =>
        IsProtected(text) ? protector.Unprotect(text[Prefix.Length..]) : text;
}
