using Microsoft.AspNetCore.Builder;

namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>A parameter of an address, for the description: endpoints read their addresses themselves.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its JSON type: "string", "integer" or "boolean".</param>
/// <param name="About">What it does.</param>
internal sealed record QueryParameter(string Name, string Type, string About);

internal static class QueryParameters
{
    /// <summary>Says which parameter an endpoint takes in its address.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, string name, string type, string about) => endpoint.WithMetadata(new QueryParameter(name, type, about));
}
