namespace BlazorTasks.App.Accounts;

/// <summary>Signs people in with a passkey.</summary>
internal sealed class PasskeySignIn(
    Passkeys passkeys,
    AccountSignInManager signIn,
    SignInLimit limit,
    SignInCompletion completion,
    SignInAudit audit)
{
    private const string Failed = "You could not be signed in with this passkey.";

    /// <summary>Signs someone in with what their browser has sent.</summary>
    public async Task<SignInOutcome> SignInAsync(string credential, IPAddress? from)
    {
        if (!limit.TryAcquire(from))
        {
            return SignInOutcome.Rejected(SignInLimit.Reached);
        }

        if (await passkeys.OwnerAsync(credential) is not { IsDisabled: false } account)
        {
            await audit.FailedAsync(null, from, "The passkey is not valid, or the account is disabled.");
            return SignInOutcome.Rejected(Failed);
        }

        await signIn.SignInAsync(account, isPersistent: false);
        return await completion.CompleteAsync(account, from, "passkey");
    }
}
