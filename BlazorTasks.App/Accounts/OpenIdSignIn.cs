namespace BlazorTasks.App.Accounts;

/// <summary>
/// Signs in whom the provider has identified. The first time, they get an account without a password. They are who they are by
/// the provider's id, never by a name or an address, which someone else may have.
/// </summary>
internal sealed class OpenIdSignIn(
    UserManager<Account> users,
    AccountSignInManager signIn,
    AccountsDb db,
    OpenIdSettings settings,
    SignInCompletion completion,
    SignInAudit audit,
    TimeProvider time)
{
    private const string Subject = "sub";
    private const string NoRole = "You have no access here. Ask an administrator.";

    /// <summary>Their groups count as of now; the session is not extended, so that they are read again every eight hours.</summary>
    private static readonly AuthenticationProperties Session = new() { AllowRefresh = false };

    /// <summary>Signs someone in with what the provider says about them.</summary>
    public async Task<SignInOutcome> SignInAsync(ClaimsPrincipal user, IPAddress? from)
    {
        var subject = user.FindFirst(Subject)!;
        var account = await users.FindByLoginAsync(subject.Issuer, subject.Value);
        if (settings.RoleOf(user, account) is not { } role)
        {
            await WithdrawAsync(account);
            return await RejectAsync(account, user, from, "No role is mapped to what the provider says.");
        }

        if (account is { IsDisabled: true })
        {
            return await RejectAsync(account, user, from, "The account is disabled.");
        }

        account ??= await AddAsync(user, subject);
        account.Role = role;
        await AccountRoles.SetAsync(users, account, OpenIdSettings.OtherRolesOf(user));
        await signIn.SignInAsync(account, Session.Clone());
        return await completion.CompleteAsync(account, from, settings.Name);
    }

    /// <summary>Sessions end, and API keys have hardly any rights, until someone gives them a role again.</summary>
    private async Task WithdrawAsync(Account? account)
    {
        if (account is not null)
        {
            account.Role = TaskRole.Viewer;
            await users.UpdateSecurityStampAsync(account);
        }
    }

    private async Task<SignInOutcome> RejectAsync(Account? account, ClaimsPrincipal user, IPAddress? from, string reason)
    {
        await audit.FailedAsync(account ?? new Account { UserName = AccountName.Of(user) }, from, reason);
        return SignInOutcome.Rejected(NoRole);
    }

    private async Task<Account> AddAsync(ClaimsPrincipal user, Claim subject)
    {
        var account = new Account { UserName = await FreeNameAsync(AccountName.Of(user)), CreatedAt = time.GetUtcNow() };
        db.UserLogins.Add(new() // saved together with the account
        {
            UserId = account.Id,
            LoginProvider = subject.Issuer,
            ProviderKey = subject.Value,
            ProviderDisplayName = settings.Name,
        });
        return await users.CreateAsync(account) is { Succeeded: false } failed
            ? throw new InvalidOperationException(AccountResult.Of(account, failed).Problem)
            : account;
    }

    /// <summary>Two people of the same name are told apart by a number.</summary>
    private async Task<string> FreeNameAsync(string name)
    {
        var free = name;
        for (var number = 2; await users.FindByNameAsync(free) is not null; number++)
        {
            free = $"{name} ({number})";
        }

        return free;
    }
}
