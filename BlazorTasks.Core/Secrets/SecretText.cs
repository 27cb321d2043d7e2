namespace BlazorTasks;

/// <summary>Makes secrets unreadable for the store, and readable again for the code that asked for them.</summary>
public interface ISecretProtector
{
    /// <summary>A form of the secret that may be stored.</summary>
    string Protect(string secret);

    /// <summary>The secret again.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was protected with a key that is gone.</exception>
    string Unprotect(string stored);
}

/// <summary>How a protected secret is told from ordinary text in an input.</summary>
internal static class SecretText
{
    private const string Prefix = "secret:";

    /// <summary>What people see instead of a secret.</summary>
    public const string Mask = "•••";

    public static bool IsProtected(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static string Protect(ISecretProtector protector, string secret) => IsProtected(secret) ? secret : Prefix + protector.Protect(secret);

    public static string Unprotect(ISecretProtector protector, string text) => IsProtected(text) ? protector.Unprotect(text[Prefix.Length..]) : text;
}
