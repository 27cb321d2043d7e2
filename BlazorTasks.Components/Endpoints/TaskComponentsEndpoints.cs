using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using BlazorTasks.Components;
using BlazorTasks.Components.Access;
using BlazorTasks.Components.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>Maps what the custom elements of blazortasks.js talk to.</summary>
public static class TaskComponentsEndpoints
{
    private const int LatestFinished = 8;

    /// <summary>
    /// Maps the endpoints of the custom elements: a stream of the person's own tasks, and commands for them. They accept
    /// requests of pages of the same origin only.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path prefix. The elements expect "/my-tasks", unless their attribute "src" says otherwise.</param>
    /// <returns>A builder for conventions such as RequireAuthorization.</returns>
    public static RouteGroupBuilder MapTaskComponents(this IEndpointRouteBuilder endpoints, string prefix = "/my-tasks")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup(prefix);
        group.AddEndpointFilter(SameOriginOnly).ExcludeFromDescription();
        group.MapGet("/events", Events);
        group.MapGet("/{id:guid}", FindAsync);
        group.MapPost("/{id:guid}/cancel", (Guid id, MyTasks mine, HttpContext context) =>
            RunAsync(mine.For(context.User), one => one.CancelAsync(new TaskId(id))));
        group.MapPost("/{id:guid}/retry", (Guid id, MyTasks mine, HttpContext context) =>
            RunAsync(mine.For(context.User), one => one.RetryAsync(new TaskId(id))));
        group.MapPost("/{id:guid}/prompts/{prompt}", (Guid id, string prompt, JsonElement answer, MyTasks mine, HttpContext context) =>
            RunAsync(mine.For(context.User), one => one.AnswerAsync(new TaskId(id), prompt, answer)));
        return group;
    }

    /// <summary>A browser names the origin of each command, and the site of each stream. Cookies alone prove nothing.</summary>
    private static async ValueTask<object?> SameOriginOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isCommand = !HttpMethods.IsGet(request.Method);
        var origin = request.Headers.Origin.ToString();
        var isOwn = origin.Length > 0
            ? string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" || (!isCommand && request.Headers["Sec-Fetch-Site"].Count == 0);
        return isOwn
            ? await next(context)
            : TypedResults.Text("cross_site: this request came from another site or did not specify its origin.", statusCode: 403);
    }

    private static ServerSentEventsResult<string> Events(
        MyTasks mine,
        TaskMonitor monitor,
        IOptions<TaskComponentsOptions> options,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        HttpContext context)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(stop);
        var person = mine.For(context.User);
        var tasks = WatchAsync(person, monitor, time, stop.Token);
        return TypedResults.ServerSentEvents(Describe(tasks));

        async IAsyncEnumerable<SseItem<string>> Describe(IAsyncEnumerable<TaskSnapshot?> all)
        {
            await foreach (var task in all)
            {
                yield return task is null ? new SseItem<string>("", "ready") : new SseItem<string>(
                    JsonSerializer.Serialize(MyTask.From(task, person, monitor, options.Value, time.GetUtcNow()), TaskJson.Options),
                    "task");
            }
        }
    }

    /// <summary>
    /// The person's tasks as they are, then null, then their changes. A slow reader gets the latest snapshot of each task, and
    /// every so often null, which keeps the connection open.
    /// </summary>
    private static async IAsyncEnumerable<TaskSnapshot?> WatchAsync(
        MyTasks mine,
        TaskMonitor monitor,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken stop)
    {
        var changed = new ConcurrentDictionary<TaskId, TaskSnapshot>();
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = monitor.Subscribe(frame =>
        {
            foreach (var task in frame.Changed.Values.Where(mine.IsMine))
            {
                changed[task.Id] = task;
                signal.Writer.TryWrite(true);
            }
        });
        await using var keepAlive = time.CreateTimer(_ => signal.Writer.TryWrite(false), null, KeepAlive, KeepAlive);
        foreach (var task in (await mine.FinishedAsync(TaskFilter.None, LatestFinished)).Items.Reverse().Concat(await mine.UnfinishedAsync()))
        {
            yield return task;
        }

        yield return null;
        while (await MoveAsync(signal.Reader, stop) is { } isChange)
        {
            foreach (var id in changed.Keys)
            {
                if (changed.TryRemove(id, out var task))
                {
                    yield return task;
                }
            }

            if (!isChange)
            {
                yield return null;
            }
        }
    }

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>The next signal, or null when the page was closed or the server is shutting down.</summary>
    private static async Task<bool?> MoveAsync(ChannelReader<bool> signals, CancellationToken stop)
    {
        try
        {
            return await signals.ReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<Results<JsonHttpResult<MyTask>, NotFound>> FindAsync(
        Guid id,
        MyTasks mine,
        TaskMonitor monitor,
        IOptions<TaskComponentsOptions> options,
        TimeProvider time,
        HttpContext context)
    {
        var person = mine.For(context.User);
        return await person.FindAsync(new TaskId(id)) is { } task
            ? TypedResults.Json(MyTask.From(task, person, monitor, options.Value, time.GetUtcNow()), TaskJson.Options)
            : TypedResults.NotFound();
    }

    private static async Task<JsonHttpResult<MyCommandResult>> RunAsync(MyTasks mine, Func<MyTasks, Task<CommandResult>> command)
    {
        var result = await command(mine);
        return TypedResults.Json(new MyCommandResult(result.Message, result.Errors), TaskJson.Options, statusCode: result.Outcome switch
        {
            CommandOutcome.Accepted => StatusCodes.Status202Accepted,
            CommandOutcome.NotFound => StatusCodes.Status404NotFound,
            CommandOutcome.NotAllowed => StatusCodes.Status403Forbidden,
            CommandOutcome.Invalid => StatusCodes.Status422UnprocessableEntity,
            CommandOutcome.StorageUnavailable or CommandOutcome.StorageFull => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status409Conflict,
        });
    }
}

/// <summary>What came of a command.</summary>
/// <param name="Message">The outcome as a sentence.</param>
/// <param name="Errors">The validation errors, by field name.</param>
internal sealed record MyCommandResult(string Message, IReadOnlyDictionary<string, string> Errors);
