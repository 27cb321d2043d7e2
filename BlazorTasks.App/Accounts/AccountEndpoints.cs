using BlazorTasks.App.Accounts.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTasks.App.Accounts;

/// <summary>The pages to sign in and out, and the page of one's own account. They are plain forms: cookies need a request.</summary>
internal static class AccountEndpoints
{
    public const string Policy = "people";
    public const string Root = "/account";
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string SignOutEverywhere = "/account/sign-out-everywhere";
    public const string Password = "/account/password";
    public const string ReturnUrl = "returnUrl";

    /// <summary>Requires a sign-in for the dashboard, and maps the pages for it, if there are accounts.</summary>
    public static void MapAccounts(this WebApplication app, RouteGroupBuilder dashboard, SignInState signIn)
    {
        if (!signIn.IsRequired)
        {
            return;
        }

        dashboard.RequireAuthorization(Policy);
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase),
            pages => pages.UseBlazorTasksSecurityHeaders().Use(ProtectAsync));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGet(SignIn, ShowSignIn);
        app.MapPost(SignIn, SignInAsync);
        app.MapPost(SignOut, SignOutAsync);
        var own = app.MapGroup(Root).RequireAuthorization();
        own.MapGet("", ShowAccountAsync);
        own.MapPost("/password", ChangePasswordAsync);
        own.MapPost("/sign-out-everywhere", SignOutEverywhereAsync);
    }

    /// <summary>Whether the policy admits a request: someone is signed in, or it is for a file of a package.</summary>
    public static bool MayPass(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || (context.Resource is HttpContext { Request.Path: var path } && path.StartsWithSegments("/_content"));

    /// <summary>Keeps the pages out of caches, and other sites from sending forms, also those for which a cookie counts as the same.</summary>
    private static Task ProtectAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method) || SiteOf(context) is "" or "same-origin")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This form came from another site.");
    }

    /// <summary>Not the origin: it is "null" for forms of pages that send no referrer, such as these.</summary>
    private static string SiteOf(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"].ToString();

    /// <summary>
    /// The cookie is not sent with a link on another site, such as one in a chat. Whoever may be signed in is therefore sent back
    /// once, which is no longer a request of the other site.
    /// </summary>
    private static RazorComponentResult<SignInPage> ShowSignIn(HttpContext context, string? returnUrl) => new(new
    {
        ReturnUrl = LocalOf(returnUrl),
        IsFromElsewhere = SiteOf(context) == "cross-site",
    });

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] SignInForm form, PasswordSignIn signIn) =>
        await signIn.SignInAsync(form.Name.Trim(), form.Password, context.Connection.RemoteIpAddress) switch
        {
            null => TypedResults.LocalRedirect(LocalOf(form.ReturnUrl)),
            var problem => new RazorComponentResult<SignInPage>(new
            {
                ReturnUrl = LocalOf(form.ReturnUrl),
                form.Name,
                Problem = problem,
            })
            {
                StatusCode = problem == SignInLimit.Reached ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized,
            },
        };

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        SignInManager<Account> signIn,
        SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is { } account)
        {
            await signIn.SignOutAsync();
            await audit.SignedOutAsync(account, context.Connection.RemoteIpAddress, everywhere: false);
        }

        return TypedResults.LocalRedirect(SignIn);
    }

    private static async Task<IResult> ShowAccountAsync(HttpContext context, UserManager<Account> users) =>
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
        await audit.PasswordChangedAsync(account, context.Connection.RemoteIpAddress);
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

        return TypedResults.LocalRedirect(SignIn);
    }

    private static RazorComponentResult<AccountPage> PageOf(Account account, string? problem = null, string? done = null) =>
        new(new { account.Name, Role = AccountClaims.RoleOf(account.Role), Problem = problem, Done = done })
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static string LocalOf(string? url) =>
        RedirectHttpResult.IsLocalUrl(url) && !url!.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? url : "/";
}
