namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>The task definitions.</summary>
internal static class DefinitionsApi
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Definitions");
        definitions.MapGet("", List).WithSummary("List task definitions with their input fields").Produces<ApiDefinitions>();
        definitions.MapGet("/{name}", Get).WithSummary("Get a task definition with the JSON schema of its input").Produces<ApiDefinition>()
            .ProducesProblems(404);
    }

    private static ApiReply<ApiDefinitions> List(TaskAccess access, HttpContext context)
    {
        new ApiQuery(context).Check();
        return new(StatusCodes.Status200OK, new ApiDefinitions([.. access.Definitions.Select(definition => definition.ToApi())])
        {
            Unavailable = [.. access.UnavailableDefinitions.Select(one => new ApiUnavailableDefinition(one.Name, one.Title, one.Reason))],
        });
    }

    private static Results<ApiReply<ApiDefinition>, Problem> Get(string name, TaskAccess access) =>
        access.FindDefinition(name) is { } definition
            ? new ApiReply<ApiDefinition>(
                StatusCodes.Status200OK,
                definition.ToApi() with { InputSchema = JsonSerializer.SerializeToElement(InputSchema.Of(definition)) })
            : Problem.Of(StatusCodes.Status404NotFound, access.WhyMissing(name), "not_found");
}
