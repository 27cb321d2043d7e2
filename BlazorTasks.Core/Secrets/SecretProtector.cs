namespace BlazorTasks;

/// <summary>Creates protectors of secrets from keys that outlive the process.</summary>
public static class SecretProtector
{
    /// <summary>What the keys are used for, where they are used for more. The same in all processes that share them.</summary>
    public const string Purpose = "BlazorTasks.Secrets.v1";

    /// <summary>Creates a protector from two functions, such as those of an IDataProtector for <see cref="Purpose"/>.</summary>
    /// <param name="protect">Encrypts a secret.</param>
    /// <param name="unprotect">Decrypts what the first function returned.</param>
    public static ISecretProtector From(Func<string, string> protect, Func<string, string> unprotect) => new Functions(protect, unprotect);

    private sealed class Functions(Func<string, string> protect, Func<string, string> unprotect) : ISecretProtector
    {
        public string Protect(string secret) => protect(secret);

        public string Unprotect(string stored) => unprotect(stored);
    }
}
