using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.Mapping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The nodes of the history.</summary>
internal static class NodesApi
{
    public static void MapNodes(this IEndpointRouteBuilder api) =>
        api.MapGroup("/nodes")
            .WithTags("Nodes")
            .MapGet("", ListAsync)
            .WithSummary("List the nodes that work or have worked on the history, most recently started first")
            .Produces<ApiNodes>()
            .ProducesProblems(403);

    private static async Task<ApiReply<ApiNodes>> ListAsync(HttpContext context, TaskAccess access, TimeProvider time)
    {
        new ApiQuery(context).Check();
        var nodes = await access.NodesAsync(context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiNodes([.. nodes.Select(node => node.ToApi(time.GetUtcNow()))]));
    }
}
