using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Identifies the person of every request that gets here. Without a policy it comes from this computer, whose user is an
/// administrator. With a policy, someone has to be signed in, whatever the policy admits.
/// </summary>
internal sealed class IdentifyPerson(RequestDelegate next, CurrentRights rights, PersonMapping mapping)
{
    public async Task InvokeAsync(HttpContext context, Viewer viewer)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(context);
            return;
        }

        var user = LocalRequestsOnly.IsWithoutPolicy(context) ? PersonMapping.OnThisComputer(context.User) : context.User;
        if (await rights.RefreshAsync(user) is not { } current || mapping.PersonOf(current) is not { } person)
        {
            await RefuseAsync(context);
            return;
        }

        context.User = current; // the circuit gets it from here
        viewer.Use(current, person);
        await next(context);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var isSignedIn = context.User.Identity?.IsAuthenticated == true;
        context.Response.StatusCode = isSignedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return Task.CompletedTask; // becomes a problem
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            isSignedIn
                ? "Your account has no role here. Ask an administrator for access."
                : "Sign in first. The authorization policy admits requests without a signed-in user, but tasks belong to people.");
    }
}
