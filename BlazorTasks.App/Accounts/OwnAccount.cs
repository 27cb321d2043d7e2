namespace BlazorTasks.App.Accounts;

/// <summary>The account of whoever sends a request, for the endpoints with which people manage theirs.</summary>
internal sealed class OwnAccount(
    SignInManager<Account> signIn,
    SignInLimit limit,
    SignInAudit audit,
    IHttpContextAccessor requests)
{
    private Account? _account;

    public Account Account => _account ?? throw new InvalidOperationException("The endpoint lacks OwnAccount.ReadAsync.");

    public UserManager<Account> Users => signIn.UserManager;

    private IPAddress? From => ClientAddress.Of(requests.HttpContext!);

    /// <summary>Reads the account before an endpoint runs, and asks to sign in if it no longer exists.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var own = call.HttpContext.RequestServices.GetRequiredService<OwnAccount>();
        own._account = await own.Users.GetUserAsync(call.HttpContext.User);
        return own._account is null ? TypedResults.Challenge() : await next(call);
    }

    /// <summary>
    /// Returns why this is not the password, or null. Guessing is slowed down as on the sign-in page: the session may be that of
    /// someone who has left their computer.
    /// </summary>
    public async Task<string?> WhyNotPasswordAsync(string password)
    {
        if (!limit.TryAcquire(From))
        {
            return SignInLimit.Reached;
        }

        var isLocked = await Users.IsLockedOutAsync(Account);
        if (!isLocked && password.Length <= PasswordSignIn.MaxPassword && await Users.CheckPasswordAsync(Account, password))
        {
            return null;
        }

        if (!isLocked)
        {
            await Users.AccessFailedAsync(Account);
        }

        await audit.RejectedAsync(Account, From, isLocked ? PasswordSignIn.Locked : PasswordSignIn.WrongPassword);
        return isLocked ? PasswordSignIn.Locked : PasswordSignIn.WrongPassword;
    }

    /// <summary>Records a change, and keeps this session, while others end if the change requires that.</summary>
    public async Task ChangedAsync(string what)
    {
        await KeepSessionAsync();
        await audit.ChangedAsync(Account, From, what);
    }

    /// <summary>Keeps this session after a change that is not worth recording.</summary>
    public Task KeepSessionAsync() => signIn.RefreshSignInAsync(Account);

    public async Task SignOutEverywhereAsync()
    {
        await Users.UpdateSecurityStampAsync(Account);
        await signIn.SignOutAsync();
        await audit.SignedOutAsync(Account, From, everywhere: true);
    }
}
