using System.Text.Json;
using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The endpoints for scripts of external tasks (docs/scripts.md), authenticated with the token of the task. Every call is a
/// heartbeat, and every response says whether the script should stop.
/// </summary>
internal static class ExternalApi
{
    private const string Scheme = "Bearer ";

    public static void MapExternal(this IEndpointRouteBuilder api)
    {
        var task = api.MapGroup("/tasks/{id}").WithTags("Scripts").WithMetadata(RequiresTaskToken.Instance);
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

    private static async Task<Results<ApiReply<ApiCall>, Problem>> ProgressAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IHostApplicationLifetime lifetime)
    {
        using var script = await OpenAsync(id, context, monitor, lifetime);
        var request = ProgressRequest.Read(await RequestBody.JsonAsync(context, optional: true));
        script.Report(request.Progress, request.Status);
        return Heard(script);
    }

    private static async Task<Results<ApiReply<ApiCall>, Problem>> LogAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IHostApplicationLifetime lifetime)
    {
        using var script = await OpenAsync(id, context, monitor, lifetime);
        foreach (var (level, text) in await ExternalLogLines.ReadAsync(context))
        {
            script.Log(level, text);
        }

        return Heard(script);
    }

    private static async Task<Results<ApiReply<ApiCall>, Problem>> CompleteAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IHostApplicationLifetime lifetime)
    {
        using var script = await OpenAsync(id, context, monitor, lifetime);
        var request = CompleteRequest.Read(await RequestBody.JsonAsync(context, optional: true));
        return Problem.Of(await script.CompleteAsync(request.Result, lifetime.ApplicationStopping)) is { } problem
            ? problem
            : Heard(script);
    }

    private static async Task<Results<ApiReply<ApiCall>, Problem>> FailAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IHostApplicationLifetime lifetime)
    {
        using var script = await OpenAsync(id, context, monitor, lifetime);
        var request = FailRequest.Read(await RequestBody.JsonAsync(context));
        return Problem.Of(await script.FailAsync(request.Error, lifetime.ApplicationStopping)) is { } problem ? problem : Heard(script);
    }

    private static async Task<Results<ApiReply<ApiPromptAnswer>, Problem>> AskAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IOptions<BlazorTasksOptions> options,
        IHostApplicationLifetime lifetime)
    {
        using var script = await OpenAsync(id, context, monitor, lifetime);
        var request = PromptRequest.Read(await RequestBody.JsonAsync(context), options.Value);
        var asked = await request.AskAsync(script);
        return Problem.Of(asked) is { } problem ? problem
            : asked.PromptId is not { } prompt || await script.ReadAnswerAsync(prompt, context.RequestAborted) is not { } answer
            ? Problem.NoTask
            : new ApiReply<ApiPromptAnswer>(
                StatusCodes.Status201Created,
                Shown(script, answer))
            { Location = $"{context.Request.PathBase}/api/tasks/{id}/prompts/{prompt}" };
    }

    private static async Task<Results<ApiReply<ApiPromptAnswer>, Problem>> AnswerAsync(
        string id,
        string prompt,
        HttpContext context,
        TaskMonitor monitor,
        TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        var query = new ApiQuery(context);
        var wait = query.Integer("wait", 0, TasksApi.MaxWait) ?? 0;
        query.Check();
        using var script = await OpenAsync(id, context, monitor, lifetime);
        using var changes = new TaskChanges(monitor, script.Task.Id);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(wait), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token,
            lifetime.ApplicationStopping,
            context.RequestAborted);
        var answer = await script.ReadAnswerAsync(prompt, context.RequestAborted);
        while (wait > 0 && answer is { Status: PromptStatus.Open } && await changes.NextAsync(stop.Token))
        {
            answer = await script.ReadAnswerAsync(prompt, context.RequestAborted);
        }

        return answer is null
            ? Problem.Of(StatusCodes.Status404NotFound, $"{script.Task.Name} has no prompt {prompt}.", "not_found")
            : new ApiReply<ApiPromptAnswer>(StatusCodes.Status200OK, Shown(script, answer));
    }

    /// <summary>Opens a session for a script with a valid token.</summary>
    /// <exception cref="ProblemException">The token is invalid, or the task has finished.</exception>
    private static async Task<ExternalSession> OpenAsync(
        string id,
        HttpContext context,
        TaskMonitor monitor,
        IHostApplicationLifetime lifetime)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || shown.Length == Scheme.Length)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ProblemException(
                StatusCodes.Status401Unauthorized,
                "Send the token of the task in the header Authorization: Bearer btt_….",
                "no_token");
        }

        if (!TaskId.TryParse(id, null, out var task))
        {
            throw new ProblemException(Problem.NoTask);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var (result, session) = await monitor.OpenExternalAsync(task, shown[Scheme.Length..].Trim(), stop.Token);
        return session ?? throw new ProblemException(Problem.Of(result)!);
    }

    private static ApiReply<ApiCall> Heard(ExternalSession script) =>
        new(
            StatusCodes.Status200OK,
            new ApiCall(
                script.Task.Id.Value,
                (ApiTaskState)script.Task.State,
                script.IsCancelRequested,
                script.Task.CancelRequestedBy,
                script.Heartbeat));

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

    /// <summary>Marks endpoints that require the token of a task.</summary>
    internal sealed class RequiresTaskToken
    {
        public static RequiresTaskToken Instance { get; } = new();
    }
}
