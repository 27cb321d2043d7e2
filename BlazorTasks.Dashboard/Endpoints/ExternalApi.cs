namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The endpoints for scripts of external tasks (docs/scripts.md), authenticated with the token of the task. Every call is a
/// heartbeat, and every response says whether the script should stop.
/// </summary>
internal static class ExternalApi
{
    public static void MapExternal(this IEndpointRouteBuilder api)
    {
        var task = api.MapGroup("/tasks/{id}").WithTags("Scripts").WithMetadata(AcceptsTaskToken.Instance);
        task.MapPost("/progress", ProgressAsync)
            .WithSummary("Report progress from a script, or send a heartbeat with {}")
            .Accepts<ProgressRequest>()
            .Produces<ApiCall>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422);
        task.MapPost("/log", LogAsync)
            .WithSummary("Append log lines from a script")
            .Accepts<string>()
            .Produces<ApiCall>()
            .ProducesProblems(401, 403, 404, 409, 413, 415);
        task.MapPost("/complete", CompleteAsync)
            .WithSummary("Complete an external task")
            .Accepts<CompleteRequest>()
            .Produces<ApiCall>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422);
        task.MapPost("/fail", FailAsync)
            .WithSummary("Fail an external task, or report that it has stopped on request")
            .Accepts<FailRequest>()
            .Produces<ApiCall>()
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422);
        task.MapPost("/prompts", AskAsync)
            .WithSummary("Open a prompt from a script")
            .Accepts<PromptRequest>()
            .Produces<ApiPromptAnswer>(201)
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415, 422);
        task.MapGet("/prompts/{prompt}", AnswerAsync)
            .WithoutRequestTimeout()
            .WithSummary("Get the status of a prompt. ?wait=30 waits up to 30 seconds for the answer")
            .WithQuery("wait", "integer", "The number of seconds to wait for the answer, up to 60")
            .Produces<ApiPromptAnswer>()
            .ProducesProblems(400, 401, 403, 404, 409);
    }

    private static Task<Results<ApiReply<ApiCall>, Problem>> ProgressAsync([AsParameters] ScriptCall call) => call.RunAsync(async script =>
    {
        var request = ProgressRequest.Read(await RequestBody.JsonAsync(call.Context, optional: true));
        script.Report(request.Progress, request.Status);
        return null;
    });

    private static Task<Results<ApiReply<ApiCall>, Problem>> LogAsync([AsParameters] ScriptCall call) => call.RunAsync(async script =>
    {
        foreach (var (level, text) in await ExternalLogLines.ReadAsync(call.Context))
        {
            script.Log(level, text);
        }

        return null;
    });

    private static Task<Results<ApiReply<ApiCall>, Problem>> CompleteAsync([AsParameters] ScriptCall call) => call.RunAsync(async script =>
    {
        var request = CompleteRequest.Read(await RequestBody.JsonAsync(call.Context, optional: true));
        return await script.CompleteAsync(request.Result, call.Lifetime.ApplicationStopping);
    });

    private static Task<Results<ApiReply<ApiCall>, Problem>> FailAsync([AsParameters] ScriptCall call) => call.RunAsync(async script =>
    {
        var request = FailRequest.Read(await RequestBody.JsonAsync(call.Context));
        return await script.FailAsync(request.Error, call.Lifetime.ApplicationStopping);
    });

    private static async Task<Results<ApiReply<ApiPromptAnswer>, Problem>> AskAsync(
        [AsParameters] ScriptCall call,
        IOptions<BlazorTasksOptions> options)
    {
        using var script = await call.OpenAsync();
        var request = PromptRequest.Read(await RequestBody.JsonAsync(call.Context), options.Value);
        var asked = await request.AskAsync(script);
        return Problem.Of(asked) is { } problem ? problem
            : asked.PromptId is not { } prompt || await script.ReadAnswerAsync(prompt, call.Context.RequestAborted) is not { } answer
            ? Problem.NoTask
            : new ApiReply<ApiPromptAnswer>(
                StatusCodes.Status201Created,
                Shown(script, answer))
            { Location = $"{call.Context.Request.PathBase}/api/tasks/{call.Id}/prompts/{prompt}" };
    }

    private static async Task<Results<ApiReply<ApiPromptAnswer>, Problem>> AnswerAsync(
        [AsParameters] ScriptCall call,
        string prompt,
        TimeProvider time)
    {
        var query = new ApiQuery(call.Context);
        var wait = query.Integer("wait", 0, TasksApi.MaxWait) ?? 0;
        query.Check();
        using var script = await call.OpenAsync();
        using var changes = new TaskChanges(call.Access, script.Task.Id);
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(wait), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            maxWait.Token,
            call.Lifetime.ApplicationStopping,
            call.Context.RequestAborted);
        var answer = await script.ReadAnswerAsync(prompt, call.Context.RequestAborted);
        while (wait > 0 && answer is { Status: PromptStatus.Open } && await changes.NextAsync(stop.Token))
        {
            answer = await script.ReadAnswerAsync(prompt, call.Context.RequestAborted);
        }

        return answer is null
            ? Problem.Of(StatusCodes.Status404NotFound, $"{script.Task.Name} has no prompt {prompt}.", "not_found")
            : new ApiReply<ApiPromptAnswer>(StatusCodes.Status200OK, Shown(script, answer));
    }

    private static ApiPromptAnswer Shown(ExternalSession script, ExternalAnswer answer)
    {
        var isForm = answer.Prompt.Kind == PromptKind.Input;
        var value = !isForm
            && answer.Values is { ValueKind: JsonValueKind.Object } values
            && values.TryGetProperty(Prompt.Value, out var one)
            ? one
            : (JsonElement?)null;
        return new(
            answer.Prompt.Id,
            (ApiPromptStatus)answer.Status,
            value,
            isForm ? answer.Values : null,
            answer.By,
            script.IsCancelRequested,
            answer.Prompt.Deadline);
    }
}
