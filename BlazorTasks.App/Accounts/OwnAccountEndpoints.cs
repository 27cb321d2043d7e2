using BlazorTasks.App.Accounts.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTasks.App.Accounts;

/// <summary>The page of one's own account: password, second step, passkeys, sessions.</summary>
internal static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").RequireAuthorization().AddEndpointFilter(OwnAccount.ReadAsync);
        pages.MapGet(AccountEndpoints.Root, (OwnAccount own, Passkeys passkeys) => PageAsync(own, passkeys));
        pages.MapPost(AccountEndpoints.Password, ChangePasswordAsync);
        pages.MapPost(AccountEndpoints.SignOutEverywhere, SignOutEverywhereAsync);
        pages.MapGet(AccountEndpoints.TwoFactor, ShowTwoFactorAsync);
        pages.MapPost(AccountEndpoints.TwoFactor, AddTwoFactorAsync);
        pages.MapPost(AccountEndpoints.NoTwoFactor, RemoveTwoFactorAsync);
        pages.MapOwnPasskeys();
    }

    /// <summary>Shows the page, with what was changed, or why it was not.</summary>
    public static async Task<IResult> PageAsync(
        OwnAccount own,
        Passkeys passkeys,
        AccountSection section = default,
        string? problem = null,
        string? done = null) => new RazorComponentResult<AccountPage>(new
        {
            own.Account.Name,
            Role = AccountClaims.RoleOf(own.Account.Role),
            own.Account.HasPassword,
            HasTwoFactor = own.Account.TwoFactorEnabled,
            Passkeys = await passkeys.ListAsync(own.Account),
            Section = section,
            Problem = problem,
            Done = done,
        })
        {
            StatusCode = StatusOf(problem),
        };

    private static async Task<IResult> ChangePasswordAsync([FromForm] PasswordForm form, OwnAccount own, Passkeys passkeys)
    {
        var problem = form.New != form.Repeated
            ? "The new passwords differ."
            : await own.WhyNotPasswordAsync(form.Current)
                ?? AccountResult.Of(own.Account, await own.Users.ChangePasswordAsync(own.Account, form.Current, form.New)).Problem;
        if (problem is not null)
        {
            return await PageAsync(own, passkeys, AccountSection.Password, problem);
        }

        await own.ChangedAsync("password changed");
        return await PageAsync(own, passkeys, done: "Your password was changed. Other sessions were signed out.");
    }

    private static async Task<IResult> SignOutEverywhereAsync(OwnAccount own)
    {
        await own.SignOutEverywhereAsync();
        return TypedResults.LocalRedirect(AccountEndpoints.SignIn);
    }

    private static async Task<IResult> ShowTwoFactorAsync(OwnAccount own, TwoFactorSetup setup) =>
        CanSetUpTwoFactor(own) ? await KeyPageAsync(own, setup) : TypedResults.LocalRedirect(AccountEndpoints.Root);

    private static async Task<IResult> AddTwoFactorAsync([FromForm] SignInForm form, OwnAccount own, TwoFactorSetup setup)
    {
        if (!CanSetUpTwoFactor(own))
        {
            return TypedResults.LocalRedirect(AccountEndpoints.Root);
        }

        if (await setup.ConfirmAsync(own.Account, form.Code) is not { } codes)
        {
            return await KeyPageAsync(own, setup, "The code is wrong. Check the time of your phone.");
        }

        await own.ChangedAsync("second step set up");
        return new RazorComponentResult<TwoFactorPage>(new { RecoveryCodes = codes });
    }

    private static async Task<IResult> RemoveTwoFactorAsync(
        [FromForm] PasswordForm form,
        OwnAccount own,
        Passkeys passkeys,
        TwoFactorSetup setup)
    {
        if (await own.WhyNotPasswordAsync(form.Current) is { } problem)
        {
            return await PageAsync(own, passkeys, AccountSection.TwoFactor, problem);
        }

        await setup.RemoveAsync(own.Account);
        await own.ChangedAsync("second step removed");
        return await PageAsync(own, passkeys, done: "You sign in with your password only.");
    }

    private static bool CanSetUpTwoFactor(OwnAccount own) => own.Account is { TwoFactorEnabled: false, HasPassword: true };

    private static async Task<IResult> KeyPageAsync(OwnAccount own, TwoFactorSetup setup, string? problem = null)
    {
        var key = await setup.KeyOfAsync(own.Account);
        await own.KeepSessionAsync(); // a new key ends all sessions
        return new RazorComponentResult<TwoFactorPage>(new { key.Key, key.Link, key.Image, Problem = problem })
        {
            StatusCode = StatusOf(problem),
        };
    }

    private static int StatusOf(string? problem) => problem switch
    {
        null => StatusCodes.Status200OK,
        SignInLimit.Reached => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
