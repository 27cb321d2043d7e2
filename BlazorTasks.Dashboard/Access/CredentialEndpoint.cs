namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Selects requests of programs to the API by their credential. They have an endpoint of their own, to which the host's
/// authorization policy does not apply: it knows the host's users, and neither API keys nor tickets. Their credential is
/// verified by <see cref="IdentifyPerson"/>.
/// </summary>
internal sealed class CredentialEndpoint : IRouteConstraint
{
    public static CredentialEndpoint Instance { get; } = new();

    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection) =>
        httpContext is not null && Read(httpContext, values[routeKey]) is not null;

    /// <summary>Returns the credential of a request that was routed here, or null.</summary>
    public static RequestCredential? Of(HttpContext context) => context.Features.Get<RequestCredential>();

    /// <summary>Remembers the credential of the request before the pipeline of the dashboard routes it again.</summary>
    public static void Remember(HttpContext context) => context.Features.Set(
        context.GetEndpoint()?.Metadata.GetMetadata<CredentialEndpoint>() is null ? null : Read(context, context.GetRouteValue("path")));

    /// <summary>Returns the path of a request for the log, without the client token that may be in it.</summary>
    public static string LoggedPath(HttpContext context)
    {
        var path = $"{context.Request.Path}";
        return Of(context) is { Kind: CredentialKind.ClientToken, Secret: var token }
            ? path.Replace(token, "…", StringComparison.Ordinal)
            : path;
    }

    /// <summary>Returns whether a path below the prefix belongs to the API.</summary>
    public static bool IsApi(string? path) =>
        path is not null
        && (path.Equals("api", StringComparison.OrdinalIgnoreCase) || path.StartsWith("api/", StringComparison.OrdinalIgnoreCase));

    private static RequestCredential? Read(HttpContext context, object? path) => path is string below && IsApi(below)
        ? RequestCredential.Of(
            context.Request,
            below,
            context.RequestServices.GetRequiredService<IOptions<DashboardOptions>>().Value.BootstrapKey)
        : null;
}
