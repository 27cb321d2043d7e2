using BlazorTasks.App.Accounts.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BlazorTasks.App.Accounts;

/// <summary>The pages to sign in and out. They are plain forms: cookies need a request.</summary>
internal static class AccountEndpoints
{
    public const string Policy = "people";
    public const string Root = "/account";
    public const string SignIn = "/account/sign-in";
    public const string Code = "/account/code";
    public const string SignOut = "/account/sign-out";
    public const string SignOutEverywhere = "/account/sign-out-everywhere";
    public const string Password = "/account/password";
    public const string TwoFactor = "/account/two-factor";
    public const string NoTwoFactor = "/account/no-two-factor";
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
        app.MapPost(Code, ContinueAsync);
        app.MapPost(SignOut, SignOutAsync);
        app.MapPasskeys();
        app.MapOwnAccount();
        if (app.Services.GetRequiredService<OpenIdSettings>().IsUsed)
        {
            app.MapOpenId();
        }
    }

    /// <summary>Whether the policy admits a request: someone is signed in, or it is for a file of a package.</summary>
    public static bool MayPass(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || (context.Resource is HttpContext { Request.Path: var path } && path.StartsWithSegments("/_content", StringComparison.Ordinal));

    /// <summary>Leads to the dashboard, to the next step, or back to the form with what is wrong.</summary>
    public static IResult AnswerTo(SignInForm form, SignInOutcome outcome, bool isCode) =>
        outcome is { Problem: null, NeedsCode: false }
            ? TypedResults.LocalRedirect(LocalOf(form.ReturnUrl))
            : new RazorComponentResult<SignInPage>(new
            {
                ReturnUrl = LocalOf(form.ReturnUrl),
                Name = form.Name.Length == 0 ? null : form.Name,
                outcome.Problem,
                IsCode = outcome.NeedsCode || (isCode && outcome.Problem == PasswordSignIn.WrongCode),
            })
            {
                StatusCode = outcome.Problem switch
                {
                    null => StatusCodes.Status200OK,
                    SignInLimit.Reached => StatusCodes.Status429TooManyRequests,
                    _ => StatusCodes.Status401Unauthorized,
                },
            };

    /// <summary>
    /// Keeps the pages out of caches, and rejects forms of other sites, also of those that share the domain, to which the cookie
    /// is sent.
    /// </summary>
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
        AnswerTo(form, await signIn.SignInAsync(form.Name.Trim(), form.Password, ClientAddress.Of(context)), isCode: false);

    private static async Task<IResult> ContinueAsync(HttpContext context, [FromForm] SignInForm form, PasswordSignIn signIn) =>
        AnswerTo(form, await signIn.ContinueAsync(form.Code, ClientAddress.Of(context)), isCode: true);

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInManager<Account> signIn, SignInAudit audit)
    {
        if (await signIn.UserManager.GetUserAsync(context.User) is { } account)
        {
            await signIn.SignOutAsync();
            await audit.SignedOutAsync(account, ClientAddress.Of(context), everywhere: false);
        }

        return TypedResults.LocalRedirect(SignIn);
    }

    private static string LocalOf(string? url) =>
        RedirectHttpResult.IsLocalUrl(url) && !url!.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? url : "/";
}
