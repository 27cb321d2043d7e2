using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Refuses what another site makes a browser do: unsafe requests, WebSocket upgrades, data and the circuit from a foreign
/// Origin. The framework checks none of these by itself (RELIABILITY §0.1, §0.2, §3.4).
/// </summary>
internal sealed class SameOriginOnly(RequestDelegate next, IOptions<DashboardOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (MayPass(request, CanChangeSomething(context)))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("cross_site: this request came from another site, or does not say where it came from.");
    }

    private static bool CanChangeSomething(HttpContext context)
    {
        var request = context.Request;
        return context.WebSockets.IsWebSocketRequest
            || request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
    }

    /// <summary>What can change something has to show where it came from; the rest of the circuit, and data, must not show that they came from elsewhere.</summary>
    private bool MayPass(HttpRequest request, bool canChangeSomething)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isCircuitOrData = request.RouteValues["path"] is string path
            && (path.StartsWith("_blazor", StringComparison.OrdinalIgnoreCase) || path.StartsWith("api/", StringComparison.OrdinalIgnoreCase));
        return (canChangeSomething, isCircuitOrData) switch
        {
            (true, _) when origin.Length == 0 => site == "same-origin" || (site.Length == 0 && IsProgram(request)),
            (true, _) => IsOwn(request, origin),
            (false, true) => (origin.Length == 0 || IsOwn(request, origin)) && site is "" or "same-origin" or "none",
            _ => true,
        };
    }

    /// <summary>A program, such as curl, says nothing about where it comes from. A browser always does when it changes something, and what it could do unseen it would do with a cookie.</summary>
    private static bool IsProgram(HttpRequest request) =>
        request.RouteValues["path"] is string path && path.StartsWith("api/", StringComparison.OrdinalIgnoreCase) && !request.Headers.ContainsKey("Cookie");

    private bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
