namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Rejects cross-site requests: unsafe methods, WebSocket upgrades, data and the circuit from a foreign Origin. The framework
/// does not check any of these by itself. A credential in the URL may be used from anywhere: a browser does not add it by itself.
/// </summary>
internal sealed class SameOriginOnly(RequestDelegate next, IOptions<DashboardOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (CredentialEndpoint.Of(context)?.IsInUrl == true || MayPass(context, CanChangeSomething(context)))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("cross_site: this request came from another site or did not specify its origin.");
    }

    private static bool CanChangeSomething(HttpContext context)
    {
        var request = context.Request;
        return context.WebSockets.IsWebSocketRequest
            || request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
    }

    /// <summary>
    /// Requests that can change something must specify their origin. Other requests of the circuit and for data must not
    /// specify a foreign one.
    /// </summary>
    private bool MayPass(HttpContext context, bool canChangeSomething)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var isCircuitOrData = request.RouteValues["path"] is string path
            && (
                path.StartsWith("_blazor", StringComparison.OrdinalIgnoreCase)
                    || CredentialEndpoint.IsApi(path));
        return (canChangeSomething, isCircuitOrData) switch
        {
            (true, _) when origin.Length == 0 => site == "same-origin" || (site.Length == 0 && IsProgram(context)),
            (true, _) => IsOwn(request, origin),
            (false, true) => (origin.Length == 0 || IsOwn(request, origin)) && site is "" or "same-origin" or "none",
            _ => true,
        };
    }

    /// <summary>
    /// Programs such as curl do not send an origin. A browser always does for unsafe requests, and cross-site requests
    /// without one are only dangerous with a cookie that counts.
    /// </summary>
    private static bool IsProgram(HttpContext context) =>
        CredentialEndpoint.IsApi(context.Request.RouteValues["path"] as string)
            && (CredentialEndpoint.Of(context) is not null || !context.Request.Headers.ContainsKey("Cookie"));

    private bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
