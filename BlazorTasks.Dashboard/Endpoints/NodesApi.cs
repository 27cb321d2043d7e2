namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The nodes of the history.</summary>
internal static class NodesApi
{
    public static void MapNodes(this IEndpointRouteBuilder api)
    {
        var nodes = api.MapGroup("/nodes").WithTags("Nodes");
        nodes.MapGet("", ListAsync)
            .WithSummary("List the nodes that work or have worked on the history, most recently started first")
            .Produces<ApiNodes>()
            .ProducesProblems(403);
        nodes.MapPost("/{id}/drain", DrainAsync)
            .WithSummary("Drain a node: it starts no more tasks that another node can run, and finishes those that it runs")
            .Produces<ApiNode>()
            .ProducesProblems(403, 404, 409);
        nodes.MapPost("/{id}/undrain", UndrainAsync)
            .WithSummary("Make a drained node start tasks again")
            .Produces<ApiNode>()
            .ProducesProblems(403, 404, 409);
    }

    private static async Task<ApiReply<ApiNodes>> ListAsync(HttpContext context, TaskAccess access, TimeProvider time)
    {
        new ApiQuery(context).Check();
        var nodes = await access.NodesAsync(context.RequestAborted);
        var unknown = await access.UnknownDefinitionsAsync(context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiNodes(
            [.. nodes.Select(node => node.ToApi(time.GetUtcNow()))],
            [.. unknown.Select(one => new ApiUnknownDefinition(one.Definition, one.Waiting))]));
    }

    private static Task<Results<ApiReply<ApiNode>, Problem>> DrainAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        TimeProvider time) => DoAsync(id, context, access.DrainNodeAsync, time);

    private static Task<Results<ApiReply<ApiNode>, Problem>> UndrainAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        TimeProvider time) => DoAsync(id, context, access.UndrainNodeAsync, time);

    private static async Task<Results<ApiReply<ApiNode>, Problem>> DoAsync(
        string id,
        HttpContext context,
        Func<Guid, Task<NodeResult>> command,
        TimeProvider time)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        var result = await command(Guid.TryParse(id, out var node) ? node : Guid.Empty);
        return result.Outcome switch
        {
            NodeOutcome.Accepted => new ApiReply<ApiNode>(StatusCodes.Status200OK, result.Node!.ToApi(time.GetUtcNow())),
            NodeOutcome.NotFound => Problem.Of(StatusCodes.Status404NotFound, "The node does not exist.", "not_found"),
            _ => Problem.Of(StatusCodes.Status409Conflict, result.Message, "not_now"),
        };
    }
}
