namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Rejects reading with an API key that does not have the scope for it, and too much of it. Commands check their scopes and limits
/// themselves, as they also arrive over WebSockets.
/// </summary>
internal sealed class ReadFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var method = http.Request.Method;
        var endpoint = http.GetEndpoint()?.Metadata;
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsConnect(method);
        if (reads && endpoint?.GetMetadata<AcceptsTaskToken>() is null)
        {
            var scope = endpoint?.GetMetadata<AcceptsClientToken>() is null ? KeyScopes.Read : KeyScopes.Client;
            var access = http.RequestServices.GetRequiredService<TaskAccess>();
            access.Demand(scope);
            access.Count(RateLimitedAction.Read);
        }

        return next(context);
    }
}
