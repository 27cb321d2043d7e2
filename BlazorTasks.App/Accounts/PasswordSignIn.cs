using System.Net;
using Microsoft.AspNetCore.Identity;

namespace BlazorTasks.App.Accounts;

/// <summary>
/// Signs people in by name and password. Whoever guesses learns nothing: an unknown name, a wrong password, a locked and a
/// disabled account get the same answer, after the same time.
/// </summary>
internal sealed class PasswordSignIn(
    UserManager<Account> users,
    SignInManager<Account> signIn,
    SignInLimit limit,
    SignInAudit audit,
    TimeProvider time)
{
    /// <summary>The answer to every sign-in that fails.</summary>
    public const string Failed = "The name or the password is wrong. After five wrong passwords, an account is locked for five minutes.";

    /// <summary>How long a sign-in that fails takes: longer than checking a password.</summary>
    public static readonly TimeSpan FailureDuration = TimeSpan.FromMilliseconds(500);

    private const int MaxPassword = 500;

    /// <summary>Stands in for an account that does not exist, so that checking takes as long.</summary>
    private static Account? _decoy;

    /// <summary>Signs someone in.</summary>
    /// <returns>Why not, as a sentence, or null.</returns>
    public async Task<string?> SignInAsync(string name, string password, IPAddress? from)
    {
        if (!limit.TryAcquire(from))
        {
            return SignInLimit.Reached;
        }

        var started = time.GetTimestamp();
        var account = await users.FindByNameAsync(name);
        if (await WhyNotAsync(account, password) is { } reason)
        {
            await audit.FailedAsync(account, from, reason);
            await WaitAsync(FailureDuration - time.GetElapsedTime(started));
            return Failed;
        }

        (account!.LastSignInAt, account.AccessFailedCount) = (time.GetUtcNow(), 0);
        await users.UpdateAsync(account);
        await signIn.SignInAsync(account, AccountSessions.Begin(time));
        await audit.SignedInAsync(account, from);
        return null;
    }

    /// <summary>Checks the password in any case: without that, the time would tell whether there is an account.</summary>
    private async Task<string?> WhyNotAsync(Account? account, string password)
    {
        var isRight = password.Length <= MaxPassword && await users.CheckPasswordAsync(account ?? Decoy(), password);
        return account switch
        {
            null => "There is no account with this name.",
            { IsDisabled: true } => "The account is disabled.",
            _ when await users.IsLockedOutAsync(account) => "The account is locked after too many wrong passwords.",
            _ when !isRight => await CountAsync(account),
            _ => null,
        };
    }

    private Account Decoy() => _decoy ??= new Account
    {
        PasswordHash = users.PasswordHasher.HashPassword(new Account(), AccountAdministration.NewPassword()),
    };

    private Task WaitAsync(TimeSpan rest) => rest > TimeSpan.Zero ? Task.Delay(rest, time) : Task.CompletedTask;

    private async Task<string> CountAsync(Account account)
    {
        await users.AccessFailedAsync(account);
        return "The password is wrong.";
    }
}
