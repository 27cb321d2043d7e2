using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Starts, reads, lists and waits for tasks.</summary>
internal static class TasksApi
{
    /// <summary>The maximum duration of a long poll, in seconds.</summary>
    public const int MaxWait = 60;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks.MapPost("", StartAsync)
            .WithSummary("Start a task, as JSON or together with its files. It is stored before the response is sent")
            .Accepts<StartRequest>()
            .Accepts<ExternalStartRequest>()
            .AcceptsFiles<StartRequest>(MultipartStart.Part)
            .Produces<ApiTask>(202)
            .ProducesProblems(400, 403, 409, 413, 415, 422, 503, 507);
        tasks.MapGet("", TaskListApi.ListAsync)
            .WithSummary("List tasks: unfinished ones first, newest first")
            .Produces<ApiTaskPage>()
            .ProducesProblems(400)
            .WithQuery("state", "string", "States separated by commas, including the groups “active” and “ended”")
            .WithQuery("definition", "string", "The name of a definition")
            .WithQuery("owner", "string", "The owner")
            .WithQuery("tag", "string", "A tag")
            .WithQuery("node", "string", "The name of the node that runs or ran them")
            .WithQuery("schedule", "string", "The id of the schedule that started them")
            .WithQuery("parent", "string", "The id of the parent task")
            .WithQuery("error", "string", "The error message, of which the first 200 characters are compared")
            .WithQuery("q", "string", "Text to search for in name, label, input, status and error")
            .WithQuery("from", "string", "Created at or after this time")
            .WithQuery("to", "string", "Created before this time")
            .WithQuery("limit", "integer", "The page size, up to 200")
            .WithQuery("after", "string", "The “next” value of the previous page");
        tasks.MapGet("/{id}", GetAsync)
            .WithoutRequestTimeout()
            .WithSummary("Get a task. ?wait=30 waits up to 30 seconds for a change")
            .Produces<ApiTask>()
            .Produces(304)
            .ProducesProblems(400, 404)
            .WithQuery("wait", "integer", "The number of seconds to wait for a change, up to 60");
    }

    private static async Task<Results<ApiReply<ApiTask>, Problem>> StartAsync(HttpContext context, TaskAccess access)
    {
        if (MultipartFiles.AreIn(context))
        {
            return await MultipartStart.StartAsync(context, access, body => StartForAsync(context, access, body));
        }

        var body = await RequestBody.JsonAsync(context);
        if (body.Flag("external"))
        {
            return await ExternalStartRequest.Read(body).StartAsync(context, access);
        }

        return await StartForAsync(context, access, body);
    }

    private static async Task<ApiReply<ApiTask>> StartForAsync(HttpContext context, TaskAccess access, JsonMembers body)
    {
        var request = StartRequest.Read(body, access);
        try
        {
            var options = request.ToOptions() with { IdempotencyKey = Idempotency.KeyOf(context) };
            var task = await access.StartAsync(request.Definition, request.Input, options);
            return await AcceptedAsync(context, access, task);
        }
        catch (InvalidInputException error)
        {
            throw new ProblemException(Problem.Invalid(error.Errors.ToDictionary(
                one => one.Key.Length == 0 ? "input" : $"input.{one.Key}",
                one => one.Value)));
        }
        catch (KeyReusedException error)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, error.Message, "key_reused");
        }
        catch (QueueFullException error)
        {
            throw new ProblemException(Problem.NotAvailable(error.Message, "queue_full"));
        }
        catch (InvalidOperationException error)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, error.Message, "shutting_down");
        }
    }

    /// <summary>
    /// Returns the response to a start: the task and its URL. A key may have returned an existing task; the input of a new
    /// one is in memory.
    /// </summary>
    public static async Task<ApiReply<ApiTask>> AcceptedAsync(HttpContext context, TaskAccess access, MonitoredTask task) =>
        Accepted(context, task.Snapshot.ToApi(
            task.Input is { } input
                ? new TaskDetails(input, null, null, [])
                : await access.ReadAsync(task.Id)));

    /// <summary>Returns the response to whatever starts a task: the task and its URL.</summary>
    public static ApiReply<ApiTask> Accepted(HttpContext context, ApiTask task) =>
        new(StatusCodes.Status202Accepted, task) { Location = $"{context.Request.PathBase}/api/tasks/{task.Id}" };

    private static async Task<Results<ApiReply<ApiTask>, StatusCodeHttpResult, Problem>> GetAsync(
        string id, HttpContext context, TaskAccess access, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var query = new ApiQuery(context);
        var wait = query.Integer("wait", 0, MaxWait) ?? 0;
        query.Check();
        if (!TaskId.TryParse(id, null, out var task))
        {
            return Problem.NoTask;
        }

        using var changes = new TaskChanges(access, task);
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(wait), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            maxWait.Token,
            lifetime.ApplicationStopping,
            context.RequestAborted);
        var known = context.Request.Headers.IfNoneMatch.ToString();
        var reply = await ReadAsync(access, task);
        var seen = known.Length > 0 ? known : reply?.Value.State.IsFinal() == true ? null : reply?.ETag; // a finished task rarely changes
        while (reply is not null && wait > 0 && IsKnown(reply, seen) && await changes.NextAsync(stop.Token))
        {
            reply = await ReadAsync(access, task);
        }

        return reply is null ? Problem.NoTask : known.Length > 0 && IsKnown(reply, known) ? Unchanged(context, reply) : reply;
    }

    private static bool IsKnown(ApiReply<ApiTask> reply, string? known) =>
        known == "*"
            || (known?.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == reply.ETag || tag == $"W/{reply.ETag}") ?? false);

    private static StatusCodeHttpResult Unchanged(HttpContext context, ApiReply<ApiTask> reply)
    {
        context.Response.Headers.ETag = reply.ETag;
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    private static async Task<ApiReply<ApiTask>?> ReadAsync(TaskAccess access, TaskId id)
    {
        if (await access.GetAsync(id) is not { } snapshot)
        {
            return null;
        }

        var task = snapshot.ToApi(await access.ReadAsync(id));
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(task, ApiJson.Options));
        return new ApiReply<ApiTask>(StatusCodes.Status200OK, task) { ETag = $"\"{Convert.ToHexStringLower(hash.AsSpan(0, 8))}\"" };
    }
}
