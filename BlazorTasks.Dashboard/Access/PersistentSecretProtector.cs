using Microsoft.AspNetCore.DataProtection;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Protects secret inputs with the app's data protection keys, so that a queued task can read them after a restart.</summary>
internal sealed class PersistentSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("BlazorTasks.Secrets.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string Unprotect(string stored) => _protector.Unprotect(stored);
}
