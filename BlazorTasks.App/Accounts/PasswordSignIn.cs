namespace BlazorTasks.App.Accounts;

/// <summary>
/// Signs people in by name and password. Whoever guesses learns nothing: an unknown name, a wrong password, a locked and a
/// disabled account get the same answer, after the same time.
/// </summary>
internal sealed class PasswordSignIn(
    UserManager<Account> users,
    AccountSignInManager signIn,
    TwoFactorSetup twoFactor,
    SignInLimit limit,
    SignInCompletion completion,
    SignInAudit audit,
    TimeProvider time)
{
    /// <summary>The answer to every sign-in that fails.</summary>
    public const string Failed = "The name or the password is wrong. After five wrong passwords, an account is locked for five minutes.";

    /// <summary>How long a sign-in that fails takes: longer than checking a password.</summary>
    public static readonly TimeSpan FailureDuration = TimeSpan.FromMilliseconds(500);

    public const string Locked = "The account is locked after too many wrong passwords.";
    public const int MaxPassword = 500;

    /// <summary>Stands in for an account that does not exist, so that checking takes as long.</summary>
    private static Account? _decoy;

    public const string WrongPassword = "The password is wrong.";

    /// <summary>The answer to every wrong code.</summary>
    public const string WrongCode = "The code is wrong, or was used before.";

    /// <summary>Signs someone in, or begins the second step.</summary>
    public async Task<SignInOutcome> SignInAsync(string name, string password, IPAddress? from)
    {
        if (!limit.TryAcquire(from))
        {
            return SignInOutcome.Rejected(SignInLimit.Reached);
        }

        var started = time.GetTimestamp();
        var account = await users.FindByNameAsync(name);
        if (await WhyNotAsync(account, password) is { } reason)
        {
            return await FailAsync(account, from, started, reason, Failed);
        }

        var result = await signIn.SignInAsync(account!);
        return result.RequiresTwoFactor ? SignInOutcome.SecondStep : await completion.CompleteAsync(account!, from, "password");
    }

    /// <summary>Signs in who has given their password, with a code of their app or a recovery code.</summary>
    public async Task<SignInOutcome> ContinueAsync(string code, IPAddress? from)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
        {
            return SignInOutcome.Rejected("That took too long. Start again with your name and password.");
        }

        if (!limit.TryAcquire(from))
        {
            return SignInOutcome.Rejected(SignInLimit.Reached);
        }

        var started = time.GetTimestamp();
        code = TwoFactorSetup.Clean(code);
        var result = !code.All(char.IsAsciiDigit) ? await signIn.TwoFactorRecoveryCodeSignInAsync(code)
            : await twoFactor.WasUsedAsync(account, code) ? SignInResult.Failed
            : await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        return result.Succeeded
            ? await completion.CompleteAsync(account, from, "password and code")
            : await FailAsync(account, from, started, result.IsLockedOut ? Locked : "The code is wrong.", WrongCode);
    }

    private async Task<SignInOutcome> FailAsync(Account? account, IPAddress? from, long started, string reason, string answer)
    {
        await audit.FailedAsync(account, from, reason);
        await WaitAsync(FailureDuration - time.GetElapsedTime(started));
        return SignInOutcome.Rejected(answer);
    }

    /// <summary>Checks the password in any case: without that, the time would tell whether there is an account.</summary>
    private async Task<string?> WhyNotAsync(Account? account, string password)
    {
        var isRight = password.Length <= MaxPassword && await users.CheckPasswordAsync(account ?? Decoy(), password);
        return account switch
        {
            null => "There is no account with this name.",
            { IsDisabled: true } => "The account is disabled.",
            _ when await users.IsLockedOutAsync(account) => Locked,
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
        return WrongPassword;
    }
}
