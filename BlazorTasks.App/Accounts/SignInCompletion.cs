namespace BlazorTasks.App.Accounts;

/// <summary>Notes that someone has signed in, in whichever way.</summary>
internal sealed class SignInCompletion(UserManager<Account> users, SignInAudit audit, TimeProvider time)
{
    /// <param name="account">Their account.</param>
    /// <param name="from">From where.</param>
    /// <param name="how">How, such as "password".</param>
    public async Task<SignInOutcome> CompleteAsync(Account account, IPAddress? from, string how)
    {
        (account.LastSignInAt, account.AccessFailedCount) = (time.GetUtcNow(), 0);
        await users.UpdateAsync(account);
        await audit.SignedInAsync(account, from, how);
        return SignInOutcome.Done;
    }
}
