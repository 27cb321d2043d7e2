using System.Security.Cryptography;

namespace BlazorTasks.App.Accounts;

/// <summary>What administrators do with accounts. Each change is in the audit log, and so is who was denied one.</summary>
internal sealed class AccountAdministration(TaskAccess access, TaskMonitor monitor, AccountDirectory accounts)
{
    /// <summary>Without vowels and what looks alike: it is dictated on the phone, and should not say anything.</summary>
    private const string Letters = "bcdfghjkmnpqrstvwxz23456789";

    private const int Groups = 4;
    private const int GroupLength = 5;

    /// <summary>Returns a password for someone who will choose their own.</summary>
    public static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    public async Task<IReadOnlyList<Account>> ListAsync()
    {
        await DemandAsync();
        return await accounts.ListAsync();
    }

    public Task<AccountResult> AddAsync(string name, TaskRole role, string password) =>
        DoAsync(AuditAction.CreateAccount, AccountClaims.RoleOf(role), () => accounts.AddAsync(name, role, password));

    public Task<AccountResult> ChangeAsync(string id, TaskRole role, bool isDisabled, IReadOnlyList<string> otherRoles) => DoAsync(
        AuditAction.ChangeAccount,
        string.Join(", ", [AccountClaims.RoleOf(role), .. otherRoles, .. isDisabled ? new[] { "disabled" } : []]),
        () => accounts.ChangeAsync(id, role, isDisabled, otherRoles));

    public Task<AccountResult> ResetAsync(string id, string password) =>
        DoAsync(AuditAction.ChangeAccount, "password reset", () => accounts.ResetAsync(id, password));

    public Task<AccountResult> RemoveAsync(string id) =>
        DoAsync(AuditAction.DeleteAccount, null, () => accounts.RemoveAsync(id));

    private async Task<AccountResult> DoAsync(AuditAction action, string? how, Func<Task<AccountResult>> change)
    {
        var by = await DemandAsync();
        var result = await change();
        if (result is { Account: { } account, Problem: null })
        {
            await monitor.RecordAsync(by, action, how is null ? account.Name : $"{account.Name}: {how}");
        }

        return result;
    }

    private ValueTask<Person> DemandAsync() => access.AdminAsync("manage accounts");
}
