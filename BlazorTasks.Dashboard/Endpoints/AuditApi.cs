namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The audit log.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("").WithTags("Audit");
        audit.MapGet("/audit", ListAsync)
            .WithSummary("List audit entries: performed and denied actions, newest first")
            .Produces<ApiAuditPage>()
            .ProducesProblems(400, 403)
            .WithFilter()
            .WithQuery("limit", "integer", "The page size, up to 200")
            .WithQuery("before", "integer", "The “next” value of the previous page");
        audit.MapGet("/audit.csv", AuditExport.WriteAsync)
            .WithoutRequestTimeout()
            .WithSummary("Export audit entries as CSV, newest first, with the same filter as the list")
            .Produces<string>(200, "text/csv")
            .ProducesProblems(400, 403)
            .WithFilter();
    }

    private static RouteHandlerBuilder WithFilter(this RouteHandlerBuilder endpoint) => endpoint
        .WithQuery("q", "string", "A part of a name, a reason, an id, a sign-in or an address")
        .WithQuery("by", "string", "The name of a person")
        .WithQuery("action", "string", $"The action: {string.Join(", ", AuditActionNames.All)}")
        .WithQuery("task", "string", "The id of a task, which may have been deleted")
        .WithQuery("refused", "boolean", "true for denied actions only, false for performed actions only");

    private static async Task<ApiReply<ApiAuditPage>> ListAsync(HttpContext context, TaskAccess access)
    {
        var parameters = new ApiQuery(context);
        var query = Read(parameters) with
        {
            Before = parameters.Integer("before", 1, long.MaxValue),
            Limit = (int)(parameters.Integer("limit", 1, AuditQuery.MaxLimit) ?? 50),
        };
        parameters.Check();
        var page = await access.AuditAsync(query, context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiAuditPage([.. page.Items.Select(entry => entry.ToApi())], page.Next));
    }

    /// <summary>Reads which entries are meant.</summary>
    /// <exception cref="ProblemException">A parameter is invalid.</exception>
    public static AuditQuery Read(ApiQuery parameters) => new()
    {
        Text = parameters.Text("q"),
        By = parameters.Text("by"),
        Action = parameters.Text("action") is not { } action
            ? null
            : AuditActionNames.Read(action)
                ?? throw ApiQuery.Wrong("action", $"must be one of {string.Join(", ", AuditActionNames.All)}"),
        TaskId = parameters.Text("task") is not { } task
            ? null
            : TaskId.TryParse(task, null, out var id)
            ? id
            : throw ApiQuery.Wrong("task", "must be the id of a task"),
        Refused = parameters.Boolean("refused"),
    };
}
