using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BlazorTasks.App.Accounts;

/// <summary>Sends people to the provider to sign in there, and signs them in when they come back.</summary>
internal static partial class OpenIdEndpoints
{
    public const string SignIn = "/account/single-sign-on";

    /// <summary>Where the provider sends the browser: to be registered there.</summary>
    public const string Callback = "/account/openid";

    private const string Done = "/account/signed-on";
    private const string Failed = "Signing in there did not work. Try again.";

    public static void MapOpenId(this IEndpointRouteBuilder app)
    {
        app.MapGet(SignIn, Challenge); // not a form: its redirect to another site would be against our policy
        app.MapGet(Done, CompleteAsync);
    }

    /// <summary>Leads to a page that says so: the provider's reason is for the log.</summary>
    public static Task OnFailure(RemoteFailureContext context)
    {
        LogFailure(context.HttpContext.RequestServices.GetRequiredService<ILogger<OpenIdSignIn>>(), context.Failure);
        context.Response.Redirect(Done);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static ChallengeHttpResult Challenge(string? returnUrl) => TypedResults.Challenge(
        new AuthenticationProperties { RedirectUri = $"{Done}?{AccountEndpoints.ReturnUrl}={Uri.EscapeDataString(returnUrl ?? "/")}" },
        [OpenIdConnectDefaults.AuthenticationScheme]);

    private static async Task<IResult> CompleteAsync(HttpContext context, string? returnUrl, OpenIdSignIn signIn)
    {
        var outcome = await context.AuthenticateAsync(IdentityConstants.ExternalScheme) is { Principal: { } user }
            ? await signIn.SignInAsync(user, ClientAddress.Of(context))
            : SignInOutcome.Rejected(Failed);
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        return AccountEndpoints.AnswerTo(new SignInForm { ReturnUrl = returnUrl }, outcome, isCode: false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in with OpenID Connect failed")]
    private static partial void LogFailure(ILogger logger, Exception? failure);
}
