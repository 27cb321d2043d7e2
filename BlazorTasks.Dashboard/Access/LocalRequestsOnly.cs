using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Without an authorization policy, the dashboard only serves direct requests from this machine. A proxy makes every visitor
/// appear local, so proxied requests are rejected too. Requests whose Host is not a loopback name are rejected because of DNS
/// rebinding.
/// </summary>
internal sealed class LocalRequestsOnly(RequestDelegate next)
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Real-IP", "Via"];

    /// <summary>
    /// Headers added by proxies. ASP.NET Core replaces the first of each pair with the second after processing it.
    /// </summary>
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
            "This dashboard has no authorization policy, so it only serves direct requests from its own machine. "
            + "To make it accessible to others, use app.MapBlazorTasks(\"/tasks\").RequireAuthorization(\"your-policy\").");
    }

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
}
