using Microsoft.AspNetCore.DataProtection;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Protects secrets with the application's data protection keys, so that queued tasks can decrypt them after a restart.
/// </summary>
internal sealed class PersistentSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("BlazorTasks.Secrets.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string Unprotect(string stored) => _protector.Unprotect(stored);
}
