using BlazorTasks.App.Accounts.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTasks.App.Accounts;

/// <summary>The page of one's own account: password, second step, sessions.</summary>
internal static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("").RequireAuthorization();
        own.MapGet(AccountEndpoints.Root, ShowAsync);
        own.MapPost(AccountEndpoints.Password, ChangePasswordAsync);
        own.MapPost(AccountEndpoints.SignOutEverywhere, SignOutEverywhereAsync);
        own.MapGet(AccountEndpoints.TwoFactor, ShowTwoFactorAsync);
        own.MapPost(AccountEndpoints.TwoFactor, AddTwoFactorAsync);
        own.MapPost(AccountEndpoints.NoTwoFactor, RemoveTwoFactorAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, UserManager<Account> users) =>
        await users.GetUserAsync(context.User) is { } account ? PageOf(account) : TypedResults.Challenge();

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context,
        [FromForm] PasswordForm form,
        SignInManager<Account> signIn,
        SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is not { } account)
        {
            return TypedResults.Challenge();
        }

        var result = form.New != form.Repeated
            ? IdentityResult.Failed(new IdentityError { Description = "The new passwords differ." })
            : await signIn.UserManager.ChangePasswordAsync(account, form.Current, form.New);
        if (!result.Succeeded)
        {
            return PageOf(account, AccountResult.Of(account, result).Problem);
        }

        await signIn.RefreshSignInAsync(account);
        await audit.ChangedAsync(account, context.Connection.RemoteIpAddress, "password changed");
        return PageOf(account, done: "Your password was changed. Other sessions were signed out.");
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext context, SignInManager<Account> signIn, SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is { } account)
        {
            await signIn.UserManager.UpdateSecurityStampAsync(account);
            await signIn.SignOutAsync();
            await audit.SignedOutAsync(account, context.Connection.RemoteIpAddress, everywhere: true);
        }

        return TypedResults.LocalRedirect(AccountEndpoints.SignIn);
    }

    private static async Task<IResult> ShowTwoFactorAsync(HttpContext context, SignInManager<Account> signIn, TwoFactorSetup setup) =>
        await signIn.UserManager.GetUserAsync(context.User) is { TwoFactorEnabled: false } account
            ? await KeyPageAsync(account, signIn, setup)
            : TypedResults.LocalRedirect(AccountEndpoints.Root);

    private static async Task<IResult> AddTwoFactorAsync(
        HttpContext context,
        [FromForm] SignInForm form,
        SignInManager<Account> signIn,
        TwoFactorSetup setup,
        SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is not { TwoFactorEnabled: false } account)
        {
            return TypedResults.LocalRedirect(AccountEndpoints.Root);
        }

        if (await setup.ConfirmAsync(account, form.Code) is not { } codes)
        {
            return await KeyPageAsync(account, signIn, setup, "The code is wrong. Check the time of your phone.");
        }

        await signIn.RefreshSignInAsync(account);
        await audit.ChangedAsync(account, context.Connection.RemoteIpAddress, "second step set up");
        return new RazorComponentResult<TwoFactorPage>(new { RecoveryCodes = codes });
    }

    private static async Task<IResult> RemoveTwoFactorAsync(
        HttpContext context,
        [FromForm] PasswordForm form,
        SignInManager<Account> signIn,
        TwoFactorSetup setup,
        SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is not { } account)
        {
            return TypedResults.Challenge();
        }

        if (!await signIn.UserManager.CheckPasswordAsync(account, form.Current))
        {
            return PageOf(account, twoFactorProblem: "The password is wrong.");
        }

        await setup.RemoveAsync(account);
        await signIn.RefreshSignInAsync(account);
        await audit.ChangedAsync(account, context.Connection.RemoteIpAddress, "second step removed");
        return PageOf(account, done: "You sign in with your password only.");
    }

    private static async Task<IResult> KeyPageAsync(
        Account account,
        SignInManager<Account> signIn,
        TwoFactorSetup setup,
        string? problem = null)
    {
        var key = await setup.KeyOfAsync(account);
        await signIn.RefreshSignInAsync(account); // a new key ends all sessions
        return new RazorComponentResult<TwoFactorPage>(new { key.Key, key.Link, key.Image, Problem = problem })
        {
            StatusCode = StatusOf(problem),
        };
    }

    private static RazorComponentResult<AccountPage> PageOf(
        Account account,
        string? problem = null,
        string? done = null,
        string? twoFactorProblem = null) => new(new
        {
            account.Name,
            Role = AccountClaims.RoleOf(account.Role),
            HasTwoFactor = account.TwoFactorEnabled,
            Problem = problem,
            TwoFactorProblem = twoFactorProblem,
            Done = done,
        })
        {
            StatusCode = StatusOf(problem ?? twoFactorProblem),
        };

    private static int StatusOf(string? problem) => problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}
