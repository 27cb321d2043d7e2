using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Without a policy the dashboard serves direct requests from this machine only. A proxy makes every visitor look local,
/// so a request that came through one is refused too, and a Host that is no loopback name is refused because of DNS
/// rebinding (RELIABILITY §3.1).
/// </summary>
internal sealed class LocalRequestsOnly(RequestDelegate next)
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Real-IP", "Via"];

    /// <summary>Proxies send any of a family; the second is what ASP.NET Core makes of the first when it has read them.</summary>
    private static readonly string[] ProxyPrefixes = ["X-Forwarded-", "X-Original-"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (HasPolicy(context) || IsDirectAndLocal(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(
            "This dashboard has no access policy yet, so it serves direct requests from its own machine only. "
            + "To open it to others: app.MapBlazorTasks(\"/tasks\").RequireAuthorization(\"your-policy\").");
    }

    private static bool HasPolicy(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null);

    /// <summary>Whether a request was sent from this machine, to it, by nobody in between.</summary>
    public static bool IsDirectAndLocal(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && IsLoopback(context.Connection.LocalIpAddress)
        && LoopbackNames.Contains(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsOfProxy);

    private static bool IsOfProxy(string header) =>
        ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase) || ProxyPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
