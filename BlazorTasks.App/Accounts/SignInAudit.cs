namespace BlazorTasks.App.Accounts;

/// <summary>Records who signed in and out, who failed to, and from where.</summary>
internal sealed class SignInAudit(TaskMonitor monitor)
{
    /// <summary>Not the name that was typed: it may be a password.</summary>
    private static readonly Person Unknown = new("unknown name");

    public Task SignedInAsync(Account account, IPAddress? from, string how) =>
        monitor.RecordAsync(PersonOf(account, from, how), AuditAction.SignIn, $"with {how}, {PlaceOf(from)}");

    public Task FailedAsync(Account? account, IPAddress? from, string reason) =>
        monitor.RecordAsync(PersonOf(account, from), AuditAction.SignIn, PlaceOf(from), reason);

    public Task SignedOutAsync(Account account, IPAddress? from, bool everywhere) => monitor.RecordAsync(
        PersonOf(account, from),
        AuditAction.SignOut,
        everywhere ? $"everywhere, {PlaceOf(from)}" : PlaceOf(from));

    /// <summary>Records what someone changed in their own account.</summary>
    public Task ChangedAsync(Account account, IPAddress? from, string what) =>
        monitor.RecordAsync(PersonOf(account, from), AuditAction.ChangeAccount, $"{account.Name}: {what}, {PlaceOf(from)}");

    /// <summary>Records that someone who is signed in did not know the password of the account.</summary>
    public Task RejectedAsync(Account account, IPAddress? from, string reason) =>
        monitor.RecordAsync(PersonOf(account, from), AuditAction.ChangeAccount, $"{account.Name}: {PlaceOf(from)}", reason);

    private static Person PersonOf(Account? account, IPAddress? from, string? how = null) =>
        (account?.ToPerson() ?? Unknown) with { Address = from?.ToString(), SignedInWith = how };

    private static string PlaceOf(IPAddress? from) => $"from {from?.ToString() ?? "an unknown address"}";
}
