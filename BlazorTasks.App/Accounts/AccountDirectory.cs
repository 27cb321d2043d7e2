using Microsoft.EntityFrameworkCore;

namespace BlazorTasks.App.Accounts;

/// <summary>
/// The accounts, for trusted code: <see cref="AccountAdministration"/> checks who may change them. There is always an
/// administrator left.
/// </summary>
internal sealed class AccountDirectory(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _oneChangeAtATime = new(1, 1);

    /// <summary>Returns whether there is at least one account.</summary>
    public Task<bool> AnyAsync() => WithAsync((db, _) => db.AnyAsync());

    /// <summary>Creates the tables, for sign-ins by which accounts come to exist.</summary>
    public Task CreateTablesAsync() => WithAsync(async (db, _) =>
    {
        await db.CreateTablesAsync();
        return true;
    });

    /// <summary>Returns all accounts, by name.</summary>
    public Task<IReadOnlyList<Account>> ListAsync() => WithAsync<IReadOnlyList<Account>>(async (db, _) =>
    {
        if (!await db.AnyAsync())
        {
            return [];
        }

        var accounts = await db.Users.AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync();
        var claims = await db.UserClaims.AsNoTracking().Where(claim => claim.ClaimType == AccountRoles.ClaimType).ToListAsync();
        var roles = claims.ToLookup(claim => claim.UserId, claim => claim.ClaimValue!);
        accounts.ForEach(account => account.Roles = [.. roles[account.Id].Order(StringComparer.Ordinal)]);
        return accounts;
    });

    /// <summary>Returns the account with a name, or null.</summary>
    public Task<Account?> FindAsync(string name) =>
        WithAsync(async (db, users) => await db.AnyAsync() ? await users.FindByNameAsync(name) : null);

    /// <summary>Adds an account.</summary>
    public Task<AccountResult> AddAsync(string name, TaskRole role, string password) => WithAsync(async (db, users) =>
    {
        name = name.Trim();
        if (!AccountName.IsValid(name))
        {
            return AccountResult.Rejected($"A name has 1 to {AccountName.MaxLength} visible characters.");
        }

        await db.CreateTablesAsync();
        var account = new Account { UserName = name, Role = role, CreatedAt = time.GetUtcNow() };
        return AccountResult.Of(account, await users.CreateAsync(account, password));
    });

    /// <summary>Changes what someone may do, and whether they can sign in.</summary>
    /// <param name="id">The id of the account.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="isDisabled">Whether they can no longer sign in.</param>
    /// <param name="otherRoles">Their further roles, or null to leave them.</param>
    public async Task<AccountResult> ChangeAsync(
        string id,
        TaskRole role,
        bool isDisabled,
        IReadOnlyCollection<string>? otherRoles = null)
    {
        if (AccountRoles.WhyNot(otherRoles ?? []) is { } problem)
        {
            return AccountResult.Rejected(problem);
        }

        return await ChangeAsync(id, staysAdmin: role == TaskRole.Admin && !isDisabled, async (users, account) =>
        {
            (account.Role, account.IsDisabled) = (role, isDisabled);
            if (otherRoles is not null)
            {
                await AccountRoles.SetAsync(users, account, otherRoles);
            }

            return await users.UpdateAsync(account);
        });
    }

    /// <summary>Sets a new password, removes the second step and passkeys, unlocks the account, and signs it out everywhere.</summary>
    public Task<AccountResult> ResetAsync(string id, string password) => ChangeAsync(id, staysAdmin: true, async (users, account) =>
    {
        if (!account.HasPassword)
        {
            return IdentityResult.Failed(new IdentityError { Description = $"{account.Name} has no password: they sign in elsewhere." });
        }

        foreach (var validator in users.PasswordValidators)
        {
            if (await validator.ValidateAsync(users, account, password) is { Succeeded: false } invalid)
            {
                return invalid;
            }
        }

        await Passkeys.RemoveAllAsync(users, account);
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        (account.LockoutEnd, account.AccessFailedCount, account.TwoFactorEnabled) = (null, 0, false);
        await users.ResetAuthenticatorKeyAsync(account);
        return await users.UpdateSecurityStampAsync(account);
    });

    /// <summary>Removes an account. Its tasks stay.</summary>
    public Task<AccountResult> RemoveAsync(string id) =>
        ChangeAsync(id, staysAdmin: false, (users, account) => users.DeleteAsync(account));

    public void Dispose() => _oneChangeAtATime.Dispose();

    private async Task<AccountResult> ChangeAsync(
        string id,
        bool staysAdmin,
        Func<UserManager<Account>, Account, Task<IdentityResult>> change)
    {
        await _oneChangeAtATime.WaitAsync();
        try
        {
            return await WithAsync(async (db, users) => await users.FindByIdAsync(id) switch
            {
                null => AccountResult.Rejected("The account no longer exists."),
                { IsActiveAdmin: true } account when !staysAdmin && !await HasOtherAdminAsync(db, account) =>
                    new(account, $"{account.Name} is the only administrator. Make someone else an administrator first."),
                var account => AccountResult.Of(account, await change(users, account)),
            });
        }
        finally
        {
            _oneChangeAtATime.Release();
        }
    }

    private static Task<bool> HasOtherAdminAsync(AccountsDb db, Account than) =>
        db.Users.AnyAsync(account => account.Id != than.Id && account.Role == TaskRole.Admin && !account.IsDisabled);

    private async Task<T> WithAsync<T>(Func<AccountsDb, UserManager<Account>, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(
            scope.ServiceProvider.GetRequiredService<AccountsDb>(),
            scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }
}
