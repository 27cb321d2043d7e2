namespace BlazorTasks.App.Accounts;

/// <summary>Signs in who has proven who they are, unless their account is disabled.</summary>
internal sealed class AccountSignInManager(
    UserManager<Account> users,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(users, context, claims, options, logger, schemes, confirmation)
{
    /// <summary>Signs someone in, or begins the second step if they have set one up.</summary>
    public Task<SignInResult> SignInAsync(Account account) => SignInOrTwoFactorAsync(account, isPersistent: false);

    /// <inheritdoc />
    public override async Task<bool> CanSignInAsync(Account user) => !user.IsDisabled && await base.CanSignInAsync(user);
}
