using Microsoft.AspNetCore.Authentication.Cookies;

namespace BlazorTasks.App.Accounts;

/// <summary>
/// Who is signed in, as of now. Disabling or removing an account, a new password and "sign out everywhere" end sessions at
/// once, and a new role applies at once.
/// </summary>
internal sealed class AccountSessions(
    UserManager<Account> users,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options)
{
    /// <summary>How long a session lasts without a request, and at most.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(8);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    private const string StartedAt = "started_at";

    /// <summary>Notes when a session began. A later cookie of the same session keeps that.</summary>
    public static Task BeginAsync(CookieSigningInContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.Properties.Items.TryAdd(StartedAt, now.ToString("O", CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>Returns the user with their current claims, or null if their session has ended.</summary>
    public async ValueTask<ClaimsPrincipal?> RefreshAsync(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(options.Value.ClaimsIdentity.UserIdClaimType) is not { } id
            || await users.FindByIdAsync(id) is not { IsDisabled: false } account)
        {
            return null;
        }

        // the owner of an API key has no session
        var isSession = user.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;
        return isSession && user.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) != account.SecurityStamp
            ? null
            : await claims.CreateAsync(account);
    }

    /// <summary>Checks the cookie of a request.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var isYoung = context.Properties.Items.TryGetValue(StartedAt, out var started)
            && now - DateTimeOffset.Parse(started!, CultureInfo.InvariantCulture) < MaxAge;
        if (isYoung && await services.GetRequiredService<AccountSessions>().RefreshAsync(context.Principal!) is { } user)
        {
            context.ReplacePrincipal(user);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
