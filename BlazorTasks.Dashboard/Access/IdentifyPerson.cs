using BlazorTasks.Components.Access;
using Microsoft.AspNetCore.StaticAssets;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Identifies the person of every request that gets here. Without a policy it comes from this computer, whose user is an
/// administrator. With a policy, someone has to be signed in, whatever the policy admits. A program with a credential of its
/// own is that credential, and never who else the request may be from.
/// </summary>
internal sealed class IdentifyPerson(RequestDelegate next, CurrentRights rights, Credentials credentials)
{
    public async Task InvokeAsync(HttpContext context, Viewer viewer)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(context);
            return;
        }

        if (await IdentifyAsync(context) is not var (user, person))
        {
            await RefuseAsync(context);
            return;
        }

        context.User = ClientAddress.AddTo(user, context); // the circuit gets it from here
        viewer.Use(context.User, person with { Address = ClientAddress.Of(context.User) });
        await next(context);
    }

    private async ValueTask<(ClaimsPrincipal User, Person Person)?> IdentifyAsync(HttpContext context)
    {
        if (CredentialEndpoint.Of(context) is not { } credential)
        {
            return await rights.IdentifyAsync(
                LocalRequestsOnly.IsWithoutPolicy(context) ? PersonMapping.OnThisComputer(context.User) : context.User);
        }

        if (await credentials.VerifyAsync(credential, context) is not var (user, script))
        {
            return null;
        }

        if (credential.IsInUrl)
        {
            Credentials.AllowOrigin(context);
        }

        return script is null ? await rights.IdentifyAsync(user) : (user, script);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var credential = CredentialEndpoint.Of(context);
        var isSignedIn = credential is null && context.User.Identity?.IsAuthenticated == true;
        context.Response.StatusCode = isSignedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            throw new SignInRequiredException(credential?.Kind, isSignedIn);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            isSignedIn
                ? "Your account has no role here. Ask an administrator for access."
                : "Sign in first. The authorization policy admits requests without a signed-in user, but tasks belong to people.");
    }
}
