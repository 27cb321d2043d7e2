namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The commands for a task: cancel, retry, pause, resume, priority, answer, dismiss and delete. Each is stored before the response is
/// sent.
/// </summary>
internal static class TaskCommandsApi
{
    public static void MapTaskCommands(this IEndpointRouteBuilder api)
    {
        var task = api.MapGroup("/tasks/{id}").WithTags("Commands");
        task.MapDelete("", DismissAsync)
            .WithSummary("Dismiss a finished task from the list of active tasks")
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429);
        task.MapPost("/remove", RemoveAsync)
            .WithSummary("Permanently delete a finished task from the history")
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429);
        task.MapPost("/cancel", CancelAsync).WithSummary("Cancel a task").Produces<ApiTask>(202).ProducesProblems(403, 404, 409, 429);
        task.MapPost("/retry", RetryAsync).WithSummary("Retry a finished task").Produces<ApiTask>(202).ProducesProblems(403, 404, 409, 429);
        task.MapPost("/pause", PauseAsync)
            .WithSummary("Pause a task at its next checkpoint")
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429);
        task.MapPost("/resume", ResumeAsync).WithSummary("Resume a paused task").Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429);
        task.MapPost("/priority", SetPriorityAsync)
            .WithSummary("Change the priority of a task that has not started")
            .Accepts<PriorityRequest>()
            .Produces<ApiTask>(202)
            .ProducesProblems(400, 403, 404, 409, 422, 429);
        task.MapPost("/prompts/{prompt}", AnswerAsync)
            .WithSummary("Answer a prompt with {value} for a single value or {values} for a form")
            .Accepts<Answer>()
            .Produces<ApiTask>(202)
            .ProducesProblems(400, 403, 404, 409, 422, 429);
    }

    private static Task<Results<ApiReply<ApiTask>, Problem>> CancelAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.CancelAsync(task));

    private static Task<Results<ApiReply<ApiTask>, Problem>> RetryAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.RetryAsync(task));

    private static Task<Results<ApiReply<ApiTask>, Problem>> PauseAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.PauseAsync(task));

    private static Task<Results<ApiReply<ApiTask>, Problem>> ResumeAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.ResumeAsync(task));

    private static Task<Results<ApiReply<ApiTask>, Problem>> DismissAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.DismissAsync(task));

    private static Task<Results<ApiReply<ApiTask>, Problem>> RemoveAsync(string id, HttpContext context, TaskAccess access) =>
        DoAsync(id, context, task => access.RemoveAsync(task));

    private static async Task<Results<ApiReply<ApiTask>, Problem>> SetPriorityAsync(string id, HttpContext context, TaskAccess access)
    {
        var request = PriorityRequest.Read(await RequestBody.JsonAsync(context));
        return TaskId.TryParse(id, null, out var task)
            ? Reply(await access.SetPriorityAsync(task, request.Priority))
            : Problem.NoTask;
    }

    private static async Task<Results<ApiReply<ApiTask>, Problem>> AnswerAsync(
        string id,
        string prompt,
        HttpContext context,
        TaskAccess access)
    {
        var answer = Answer.Read(await RequestBody.JsonAsync(context));
        return TaskId.TryParse(id, null, out var task)
            ? Reply(await answer.GiveAsync(access, task, prompt), answer.Prefix)
            : Problem.NoTask;
    }

    private static async Task<Results<ApiReply<ApiTask>, Problem>> DoAsync(
        string id,
        HttpContext context,
        Func<TaskId, Task<CommandResult>> command)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        return TaskId.TryParse(id, null, out var task) ? Reply(await command(task)) : Problem.NoTask;
    }

    private static Results<ApiReply<ApiTask>, Problem> Reply(CommandResult result, string prefix = "") =>
        Problem.Of(result, prefix) is { } problem ? problem : new ApiReply<ApiTask>(StatusCodes.Status202Accepted, result.Task!.ToApi());
}
