namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Recurring work: lists, creates, changes, pauses and runs schedules (docs/schedules.md).</summary>
internal static class SchedulesApi
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var all = api.MapGroup("/schedules").WithTags("Schedules");
        all.MapGet("", ListAsync).WithSummary("List all schedules, by id").Produces<ApiSchedules>();
        all.MapPost("", CreateAsync)
            .WithSummary("Create a schedule")
            .Accepts<ScheduleRequest>()
            .Produces<ApiSchedule>(201)
            .ProducesProblems(400, 403, 409, 413, 415, 422, 503);
        var one = api.MapGroup("/schedules/{id}").WithTags("Schedules");
        one.MapGet("", GetAsync).WithSummary("Get a schedule").Produces<ApiSchedule>().ProducesProblems(404);
        one.MapPatch("", ChangeAsync)
            .WithSummary("Change the given members of a schedule. With If-Match, only the edition that you have read")
            .Accepts<ScheduleRequest>()
            .Produces<ApiSchedule>()
            .ProducesProblems(400, 403, 404, 409, 412, 422, 503);
        one.MapDelete("", DeleteAsync)
            .WithSummary("Delete a schedule. Its tasks stay in the history")
            .Produces<ApiSchedule>()
            .ProducesProblems(403, 404, 409, 412, 503);
        one.MapPost("/pause", PauseAsync)
            .WithSummary("Pause a schedule, possibly until a given time")
            .Accepts<PauseRequest>()
            .Produces<ApiSchedule>()
            .ProducesProblems(403, 404, 422, 503);
        one.MapPost("/resume", ResumeAsync)
            .WithSummary("Resume a paused schedule at its next occurrence")
            .Produces<ApiSchedule>()
            .ProducesProblems(403, 404, 409, 422, 503);
        one.MapPost("/run", RunAsync)
            .WithSummary("Run a schedule now, out of turn. Returns the task")
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 503);
        one.MapPost("/skip", SkipAsync).WithSummary("Skip the next occurrence").Produces<ApiSchedule>()
            .ProducesProblems(403, 404, 409, 503);
        one.MapGet("/occurrences", OccurrencesAsync)
            .WithSummary("List the due times of a schedule within a period, at most 1,000")
            .Produces<ApiOccurrences>()
            .ProducesProblems(400, 404)
            .WithQuery("from", "string", "The start of the period. Now by default")
            .WithQuery("to", "string", "The end of the period. Seven days after its start by default");
    }

    private static async Task<ApiReply<ApiSchedules>> ListAsync(HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        var schedules = await access.Schedules.ListAsync(context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiSchedules([.. schedules.Select(schedule => schedule.ToApi())]));
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> CreateAsync(HttpContext context, TaskAccess access)
    {
        var body = await RequestBody.JsonAsync(context);
        var id = body.Text("id");
        var settings = ScheduleRequest.Read(body, new() { Definition = "", Rule = new(), Owner = access.Person.Id });
        var result = await access.Schedules.CreateAsync(id ?? settings.Definition, settings);
        return result is { IsAccepted: true, Schedule: { } created }
            ? Reply(created, StatusCodes.Status201Created, $"{context.Request.PathBase}/api/schedules/{Uri.EscapeDataString(created.Id)}")
            : ProblemOf(result);
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> GetAsync(string id, HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        return await access.Schedules.GetAsync(id, context.RequestAborted) is { } schedule ? Reply(schedule) : NotFound(id);
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> ChangeAsync(string id, HttpContext context, TaskAccess access)
    {
        var edition = EditionOf(context);
        var body = await RequestBody.JsonAsync(context);
        if (await access.Schedules.GetAsync(id, context.RequestAborted) is not { } before)
        {
            return NotFound(id);
        }

        var settings = ScheduleRequest.Read(body, before.Settings);
        return Reply(await access.Schedules.UpdateAsync(id, settings, edition ?? before.Edition));
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> DeleteAsync(string id, HttpContext context, TaskAccess access) =>
        Reply(await access.Schedules.DeleteAsync(id, EditionOf(context)));

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> PauseAsync(string id, HttpContext context, TaskAccess access)
    {
        var body = await RequestBody.JsonAsync(context, optional: true);
        var request = new PauseRequest(body.Time("until"), body.Text("reason"));
        body.Check();
        return Reply(await access.Schedules.PauseAsync(id, request.Until, request.Reason));
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> ResumeAsync(string id, HttpContext context, TaskAccess access)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        return Reply(await access.Schedules.ResumeAsync(id));
    }

    private static async Task<Results<ApiReply<ApiSchedule>, Problem>> SkipAsync(string id, HttpContext context, TaskAccess access)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        return Reply(await access.Schedules.SkipNextAsync(id));
    }

    private static async Task<Results<ApiReply<ApiTask>, Problem>> RunAsync(string id, HttpContext context, TaskAccess access)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        var result = await access.Schedules.RunAsync(id);
        return result.Task is { } task
            ? TasksApi.Accepted(context, task.ToApi())
            : ProblemOf(result);
    }

    private static async Task<Results<ApiReply<ApiOccurrences>, Problem>> OccurrencesAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        TimeProvider time)
    {
        var query = new ApiQuery(context);
        var from = query.Time("from") ?? time.GetUtcNow();
        var to = query.Time("to") ?? from.AddDays(7);
        query.Check();
        return await access.Schedules.GetAsync(id, context.RequestAborted) is { } schedule
            ? new ApiReply<ApiOccurrences>(
                StatusCodes.Status200OK,
                new ApiOccurrences(await access.Schedules.OccurrencesAsync(schedule, from, to)))
            : NotFound(id);
    }

    private static Results<ApiReply<ApiSchedule>, Problem> Reply(ScheduleResult result) =>
        result.IsAccepted ? Reply(result.Schedule!) : ProblemOf(result);

    private static ApiReply<ApiSchedule> Reply(Schedule schedule, int status = StatusCodes.Status200OK, string? location = null) =>
        new(status, schedule.ToApi())
        {
            ETag = string.Create(CultureInfo.InvariantCulture, $"\"{schedule.Edition}\""),
            Location = location,
        };

    private static Problem NotFound(string id) =>
        Problem.Of(StatusCodes.Status404NotFound, $"The schedule “{(id.Length <= 100 ? id : id[..100])}” does not exist.", "not_found");

    private static Problem ProblemOf(ScheduleResult result) => result.Outcome switch
    {
        ScheduleOutcome.NotFound => Problem.Of(StatusCodes.Status404NotFound, result.Message, "not_found"),
        ScheduleOutcome.NotAllowed => Problem.Of(StatusCodes.Status403Forbidden, result.Message, "not_allowed"),
        ScheduleOutcome.Invalid => Problem.Invalid(result.Errors),
        ScheduleOutcome.Changed => Problem.Of(StatusCodes.Status412PreconditionFailed, result.Message, "changed"),
        _ => Problem.Of(
            StatusCodes.Status409Conflict,
            result.Message,
            System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Outcome.ToString())),
    };

    /// <summary>Returns the edition of the If-Match header, or null without one.</summary>
    private static long? EditionOf(HttpContext context) => context.Request.Headers.IfMatch.ToString().Trim() switch
    {
        "" or "*" => null,
        ['"', .. var tag, '"'] when long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var edition) => edition,
        _ => 0, // no schedule has had this one
    };
}
