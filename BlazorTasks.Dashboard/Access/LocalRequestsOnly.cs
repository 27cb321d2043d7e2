using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Without an authorization policy, the dashboard only serves direct requests from this machine. A proxy makes every visitor
/// appear local, so proxied requests are rejected too. Requests whose Host is not a loopback name are rejected because of DNS
/// rebinding. With a bootstrap key, programs have to sign in everywhere, and nobody else gets in without a policy.
/// </summary>
internal sealed class LocalRequestsOnly(RequestDelegate next, IOptions<DashboardOptions> options)
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Real-IP", "Via"];

    /// <summary>
    /// Headers added by proxies. ASP.NET Core replaces the first of each pair with the second after processing it.
    /// </summary>
    private static readonly string[] ProxyPrefixes = ["X-Forwarded-", "X-Original-"];

    public async Task InvokeAsync(HttpContext context)
    {
        CredentialEndpoint.Remember(context);
        var isSignInRequired = options.Value.BootstrapKey is { Length: > 0 };
        if (HasPolicy(context)
            || isSignInRequired
            || CredentialEndpoint.Of(context) is { Kind: not CredentialKind.TaskToken })
        {
            context.Features.Set<WithoutPolicy>(null);
            context.User = HasPolicy(context) ? context.User : new ClaimsPrincipal(); // whom no policy has admitted
            await next(context);
            return;
        }

        if (IsDirectAndLocal(context))
        {
            if (CredentialEndpoint.Of(context)?.Kind == CredentialKind.TaskToken)
            {
                context.Features.Set<RequestCredential>(null); // the person of this computer, whose script it is
            }

            context.Features.Set(WithoutPolicy.Instance);
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(
            "This dashboard has no authorization policy, so it only serves direct requests from its own machine. "
            + "To make it accessible to others, use app.MapBlazorTasks(\"/tasks\").RequireAuthorization(\"your-policy\").");
    }

    /// <summary>Returns whether a request was admitted because it came from this computer, without an authorization policy.</summary>
    public static bool IsWithoutPolicy(HttpContext context) => context.Features.Get<WithoutPolicy>() is not null;

    private static bool HasPolicy(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
            && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null);

    /// <summary>Returns whether a request was sent directly from this machine.</summary>
    public static bool IsDirectAndLocal(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && IsLoopback(context.Connection.LocalIpAddress)
        && LoopbackNames.Contains(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    private static bool IsOfProxy(string header) =>
        ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase)
            || ProxyPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    /// <summary>Marks a request from this computer, without a policy.</summary>
    private sealed class WithoutPolicy
    {
        public static WithoutPolicy Instance { get; } = new();
    }
}
