using BlazorTasks.Dashboard.Components.Pages;
using Microsoft.Net.Http.Headers;

namespace BlazorTasks.Dashboard.Endpoints.OpenApi;

/// <summary>The description of the API: a page for people, an index for programs, and an OpenAPI document for tools.</summary>
internal static class DescriptionApi
{
    private const string Root = "/api";

    public static void MapDescription(this IEndpointRouteBuilder api, IEndpointRouteBuilder dashboard)
    {
        var documents = new ConcurrentDictionary<string, JsonObject>();
        var about = api.MapGroup("").WithTags("About");
        about.MapGet("", (HttpContext context, TaskAccess access) => Index(context, DocumentFor(access)))
            .WithSummary("Get an overview: HTML for browsers, or an index as JSON")
            .Produces<ApiIndex>()
            .Produces<string>(200, "text/html");
        about.MapGet(
            "/openapi.json",
            (HttpContext context, TaskAccess access) =>
                TypedResults.Text(For(context, DocumentFor(access)).ToJsonString(ApiJson.Options), "application/json; charset=utf-8"))
            .WithSummary("Get this OpenAPI 3.1 document").Produces<System.Text.Json.JsonElement>();

        // one document for everyone who may start the same definitions
        JsonObject DocumentFor(TaskAccess access) => documents.GetOrAdd(
            string.Join(' ', access.Definitions.Select(definition => definition.Name)),
            _ => new OpenApiDocument(EndpointsOf(dashboard.DataSources), access.Definitions).Build());
    }

    /// <summary>Returns the endpoints that belong to the API.</summary>
    public static IEnumerable<RouteEndpoint> EndpointsOf(IEnumerable<EndpointDataSource> sources) =>
        sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(
                endpoint => OpenApiDocument.PathOf(endpoint) is var path
                    && (path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal)));

    private static IResult Index(HttpContext context, JsonObject document)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        var root = context.Request.PathBase + Root;
        return context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(
            "text/html",
            StringComparison.OrdinalIgnoreCase))
            ? new RazorComponentResult<ApiPage>(new { Document = document })
            : new ApiReply<ApiIndex>(
                StatusCodes.Status200OK,
                new ApiIndex(
                    "BlazorTasks",
                    TaskNode.ProductVersion,
                    $"{root}/openapi.json",
                    $"{root}/definitions",
                    $"{root}/tasks",
                    $"{root}/nodes",
                    $"{root}/audit"));
    }

    /// <summary>Returns the document with the URL under which this dashboard is mounted.</summary>
    private static JsonObject For(HttpContext context, JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Insert(
            2,
            "servers",
            new JsonArray(new JsonObject { ["url"] = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/" }));
        return copy;
    }
}
