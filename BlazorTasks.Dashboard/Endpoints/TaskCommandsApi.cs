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
        Map(task, HttpMethods.Delete, "", "Dismiss a finished task from the list of active tasks", access => access.DismissAsync);
        Map(task, HttpMethods.Post, "/remove", "Permanently delete a finished task from the history", access => access.RemoveAsync);
        Map(task, HttpMethods.Post, "/cancel", "Cancel a task", access => access.CancelAsync);
        Map(task, HttpMethods.Post, "/retry", "Retry a finished task", access => access.RetryAsync);
        Map(task, HttpMethods.Post, "/pause", "Pause a task at its next checkpoint", access => access.PauseAsync);
        Map(task, HttpMethods.Post, "/resume", "Resume a paused task", access => access.ResumeAsync);
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

    /// <summary>Maps a command that has no input.</summary>
    private static void Map(
        RouteGroupBuilder task,
        string method,
        string pattern,
        string summary,
        Func<TaskAccess, Func<TaskId, Task<CommandResult>>> command) =>
        task.MapMethods(pattern, [method], (string id, HttpContext context, TaskAccess access) =>
                DoAsync(id, context, command(access)))
            .WithSummary(summary)
            .Produces<ApiTask>(202)
            .ProducesProblems(403, 404, 409, 429);

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
