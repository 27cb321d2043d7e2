namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>Documents a query parameter. Endpoints read their queries themselves.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The JSON type: "string", "integer" or "boolean".</param>
/// <param name="About">The description.</param>
internal sealed record QueryParameter(string Name, string Type, string About);

internal static class QueryParameters
{
    /// <summary>Documents a query parameter of an endpoint.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, string type, string about) =>
        endpoint.WithMetadata(new QueryParameter(name, type, about));
}
