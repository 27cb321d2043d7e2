using System.Net;
using Microsoft.AspNetCore.Identity;

namespace BlazorTasks.App.Accounts;

/// <summary>Notes that someone has signed in, in whichever way.</summary>
internal sealed class SignInCompletion(UserManager<Account> users, SignInAudit audit, TimeProvider time)
{
    public async Task<SignInOutcome> CompleteAsync(Account account, IPAddress? from)
    {
        (account.LastSignInAt, account.AccessFailedCount) = (time.GetUtcNow(), 0);
        await users.UpdateAsync(account);
        await audit.SignedInAsync(account, from);
        return SignInOutcome.Done;
    }
}
