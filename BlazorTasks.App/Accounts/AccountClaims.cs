namespace BlazorTasks.App.Accounts;

/// <summary>The claims of an account: id, name, security stamp and role.</summary>
internal sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    public static string RoleOf(TaskRole role) => role.ToString().ToLowerInvariant();

    /// <inheritdoc />
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new(identity.RoleClaimType, RoleOf(user.Role)));
        return identity;
    }
}
