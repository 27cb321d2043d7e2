namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The deliveries of notifications, which are tasks.</summary>
internal static class DeliveriesApi
{
    public static void MapDeliveries(this IEndpointRouteBuilder api)
    {
        var deliveries = api.MapGroup("/deliveries").WithTags("Notifications");
        deliveries.MapGet("", ListAsync)
            .WithSummary("List the latest deliveries of notifications: unfinished ones first, then the newest")
            .Produces<ApiTaskPage>()
            .ProducesProblems(400, 403)
            .WithQuery("failed", "boolean", "true for those that could not be sent")
            .WithQuery("limit", "integer", "The number of deliveries, up to 200");
        deliveries.MapPost("/{id}/send", SendAsync)
            .WithSummary("Send a notification again: a webhook gets it with the webhook-id of the first delivery")
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429, 503, 507);
    }

    private static async Task<ApiReply<ApiTaskPage>> ListAsync(HttpContext context, TaskAccess access)
    {
        var parameters = new ApiQuery(context);
        var failed = parameters.Boolean("failed") ?? false;
        var limit = (int)(parameters.Integer("limit", 1, TaskQuery.MaxLimit) ?? 50);
        parameters.Check();
        var items = await access.Deliveries.ListAsync(failed, limit, context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiTaskPage([.. items.Select(task => task.ToApi())], null));
    }

    private static async Task<Results<ApiReply<ApiTask>, Problem>> SendAsync(string id, HttpContext context, TaskAccess access)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        var result = await access.Deliveries.SendAgainAsync(TaskId.TryParse(id, null, out var task) ? task : default);
        return Problem.Of(result) is { } problem ? problem : TasksApi.Accepted(context, result.Task!.ToApi());
    }
}
