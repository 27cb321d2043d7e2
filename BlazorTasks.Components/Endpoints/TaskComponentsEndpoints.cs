using System.Net.ServerSentEvents;
using BlazorTasks.Components;
using BlazorTasks.Components.Access;
using BlazorTasks.Components.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>Maps what the custom elements of blazortasks.js talk to.</summary>
public static class TaskComponentsEndpoints
{
    /// <summary>
    /// Maps the endpoints of the custom elements: a stream of the person's own tasks, and commands for them. They accept
    /// requests of pages of the same origin only, and answer 401 if nobody is signed in.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path prefix. The elements expect "/my-tasks", unless their attribute "src" says otherwise.</param>
    /// <returns>A builder for conventions such as RequireAuthorization.</returns>
    public static RouteGroupBuilder MapTaskComponents(this IEndpointRouteBuilder endpoints, string prefix = "/my-tasks")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup(prefix);
        group.AddEndpointFilter(SameOriginOnly).AddEndpointFilter(SignedInOnly).ExcludeFromDescription();
        group.MapGet("/events", EventsAsync);
        group.MapGet("/{id:guid}", FindAsync);
        group.MapPost("/{id:guid}/cancel", (Guid id, HttpContext context, MyTasks mine) =>
            ReplyAsync(context, mine.CancelAsync(new TaskId(id))));
        group.MapPost("/{id:guid}/retry", (Guid id, HttpContext context, MyTasks mine) =>
            ReplyAsync(context, mine.RetryAsync(new TaskId(id))));
        group.MapPost("/{id:guid}/prompts/{prompt}", (Guid id, string prompt, JsonElement answer, HttpContext context, MyTasks mine) =>
            ReplyAsync(context, mine.AnswerAsync(new TaskId(id), prompt, answer)));
        return group;
    }

    /// <summary>A browser names the origin of each command, and the site of each stream. Cookies alone prove nothing.</summary>
    private static async ValueTask<object?> SameOriginOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var (origin, site) = (request.Headers.Origin.ToString(), request.Headers["Sec-Fetch-Site"].ToString());
        var isOwn = origin.Length > 0
            ? string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : site is "same-origin" || (site.Length == 0 && HttpMethods.IsGet(request.Method));
        return isOwn
            ? await next(context)
            : TypedResults.Text("cross_site: this request came from another site or did not specify its origin.", statusCode: 403);
    }

    private static async ValueTask<object?> SignedInOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var mine = context.HttpContext.RequestServices.GetRequiredService<MyTasks>();
        mine.Use(context.HttpContext);
        return await mine.AccessAsync() is not null ? await next(context) : TypedResults.Unauthorized();
    }

    private static async Task<IResult> EventsAsync(
        MyTasks mine,
        IOptions<TaskComponentsOptions> options,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        HttpContext context)
    {
        try
        {
            (await mine.AccessAsync())?.Count(RateLimitedAction.Stream);
        }
        catch (TooManyRequestsException limit)
        {
            SayWhen(context, limit.RetryAfter);
            return TypedResults.Text(limit.Message, statusCode: StatusCodes.Status429TooManyRequests);
        }

        var stream = new MyTaskStream(mine, options.Value, time);
        return TypedResults.ServerSentEvents(ReadAsync());

        async IAsyncEnumerable<SseItem<string>> ReadAsync()
        {
            using var end = new CancellationTokenSource(MyTaskStream.Lifetime, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, lifetime.ApplicationStopping, end.Token);
            await foreach (var item in stream.ReadAsync(stop.Token))
            {
                yield return item;
            }
        }
    }

    private static async Task<Results<JsonHttpResult<MyTask>, NotFound>> FindAsync(
        Guid id,
        MyTasks mine,
        IOptions<TaskComponentsOptions> options,
        TimeProvider time) =>
        await mine.FindAsync(new TaskId(id)) is { } task
            ? TypedResults.Json(MyTask.From(task, mine, options.Value, time.GetUtcNow()), TaskJson.Options)
            : TypedResults.NotFound();

    private static async Task<JsonHttpResult<MyCommandResult>> ReplyAsync(HttpContext context, Task<CommandResult> command)
    {
        var result = await command;
        if (result.RetryAfter is { } wait)
        {
            SayWhen(context, wait);
        }

        return TypedResults.Json(new MyCommandResult(result.Message, result.Errors), TaskJson.Options, statusCode: result.Outcome switch
        {
            CommandOutcome.Accepted => StatusCodes.Status202Accepted,
            CommandOutcome.NotFound => StatusCodes.Status404NotFound,
            CommandOutcome.NotAllowed => StatusCodes.Status403Forbidden,
            CommandOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            CommandOutcome.TooManyRequests => StatusCodes.Status429TooManyRequests,
            CommandOutcome.StorageUnavailable or CommandOutcome.StorageFull => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status409Conflict,
        });
    }

    private static void SayWhen(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The result of a command.</summary>
/// <param name="Message">The outcome as a sentence.</param>
/// <param name="Errors">The validation errors, by field name.</param>
internal sealed record MyCommandResult(string Message, IReadOnlyDictionary<string, string> Errors);
