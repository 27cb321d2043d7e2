using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Rejects reading with an API key that does not have the scope for it. Commands check their scopes themselves, as they also
/// arrive over WebSockets.
/// </summary>
internal sealed class ReadScopeFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var method = http.Request.Method;
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsConnect(method);
        if (reads && http.GetEndpoint()?.Metadata.GetMetadata<AcceptsTaskToken>() is null)
        {
            http.RequestServices.GetRequiredService<TaskAccess>().Demand(KeyScopes.Read);
        }

        return next(context);
    }
}
