using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Live updates: event streams, and WebSockets that also accept commands (docs/api.md).</summary>
internal static class LiveApi
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>The ping interval, to detect dead connections.</summary>
    public static WebSocketOptions Sockets(DashboardOptions limits) =>
        new() { KeepAliveInterval = limits.StreamKeepAlive, KeepAliveTimeout = limits.StreamKeepAlive };

    public static void AddLiveApi(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveHub>();
        services.TryAddSingleton<ConnectionLimiter>();
        services.TryAddSingleton<LiveConnections>();
    }

    public static void MapLive(this IEndpointRouteBuilder api)
    {
        var live = api.MapGroup("").WithTags("Live");
        live.MapGet("/events", AllEventsAsync)
            .WithoutRequestTimeout()
            .WithMetadata(AcceptsTicket.Instance)
            .WithSummary("Stream the events of all tasks as server-sent events")
            .Produces<ApiMessage>(200, "text/event-stream")
            .ProducesProblems(400, 429, 503);
        live.MapGet("/tasks/{id}/events", TaskEventsAsync)
            .WithoutRequestTimeout()
            .WithMetadata(AcceptsTicket.Instance)
            .WithSummary("Stream the events of a task, starting with its first, as server-sent events")
            .Produces<ApiMessage>(200, "text/event-stream")
            .Produces(204)
            .ProducesProblems(400, 404, 429, 503);
        live.MapSocket("/ws", AllSocketAsync)
            .WithSummary("Stream the events of all tasks and send commands over a WebSocket")
            .Produces(101)
            .ProducesProblems(400, 426, 429, 503);
        live.MapSocket("/tasks/{id}/ws", TaskSocketAsync)
            .WithSummary("Stream the events of a task and send commands over a WebSocket")
            .Produces(101)
            .ProducesProblems(400, 404, 426, 429, 503);
        live.MapGet("/tasks/{id}/session", SessionAsync)
            .WithSummary("Get whether a task is being followed, and how many messages would be replayed")
            .Produces<ApiSession>()
            .ProducesProblems(404);
        live.MapCompact();
    }

    /// <summary>Maps a WebSocket. Over HTTP/2, which browsers use with https, it arrives as CONNECT.</summary>
    public static RouteHandlerBuilder MapSocket(this IEndpointRouteBuilder api, string pattern, Delegate serve)
    {
        api.MapMethods(pattern, [HttpMethods.Connect], serve)
            .WithoutRequestTimeout()
            .WithMetadata(AcceptsTicket.Instance)
            .ExcludeFromDescription();
        return api.MapGet(pattern, serve).WithoutRequestTimeout().WithMetadata(AcceptsTicket.Instance);
    }

    private static Task<IResult> AllEventsAsync(
        HttpContext context,
        TaskAccess access,
        LiveHub hub,
        LiveConnections connections,
        TimeProvider time) =>
        connections.ServeEventsAsync(context, access, OfAll(context, access, hub, time));

    private static async Task<IResult> TaskEventsAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        LiveHub hub,
        LiveConnections connections,
        TimeProvider time)
    {
        var after = AfterSeq(context);
        if (await FindAsync(id, access, context) is not { } task)
        {
            return Problem.NoTask;
        }

        return task.State.IsFinal() && after == task.Seq
            ? Results.NoContent() // tells browsers not to reconnect
            : await connections.ServeEventsAsync(
                context,
                access,
                new OneTaskStream(hub, access, time, task, after, endsWithTask: true));
    }

    private static Task<IResult> AllSocketAsync(
        HttpContext context,
        TaskAccess access,
        LiveHub hub,
        LiveConnections connections,
        TimeProvider time)
    {
        var stream = OfAll(context, access, hub, time);
        var commands = new SocketCommands(access, null, hub.Limits, time);
        return connections.ServeSocketAsync(context, access, stream.PlayAsync, socket => commands.ListenAsync(socket, stream.Client));
    }

    private static async Task<IResult> TaskSocketAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        LiveHub hub,
        LiveConnections connections,
        TimeProvider time)
    {
        var after = AfterSeq(context);
        if (await FindAsync(id, access, context) is not { } task)
        {
            return Problem.NoTask;
        }

        var stream = new OneTaskStream(hub, access, time, task, after, endsWithTask: false);
        var commands = new SocketCommands(access, task.Id, hub.Limits, time);
        return await connections.ServeSocketAsync(context, access, stream.PlayAsync, socket => commands.ListenAsync(socket, stream.Client));
    }

    private static async Task<IResult> SessionAsync(string id, HttpContext context, TaskAccess access, LiveHub hub)
    {
        new ApiQuery(context).Check();
        return await FindAsync(id, access, context) is { } task
            ? new ApiReply<ApiSession>(
                StatusCodes.Status200OK,
                new ApiSession(task.Id.Value, hub.IsFollowed(task.Id), task.Seq, TaskExists: true))
            : Problem.NoTask;
    }

    private static TaskFilter FilterOf(ApiQuery parameters) => new()
    {
        States = StateNames.Read(parameters.Words("state")),
        Definition = parameters.Text("definition"),
        Owner = parameters.Text("owner"),
        Tag = parameters.Text("tag"),
    };

    private static AllTasksStream OfAll(HttpContext context, TaskAccess access, LiveHub hub, TimeProvider time)
    {
        var query = new ApiQuery(context);
        var filter = FilterOf(query);
        var after = After(context, query, out var name);
        query.Check();
        var cursor = after is null ? null : LiveCursor.Read(after) ?? throw ApiQuery.Wrong(name, "must be the “cursor” of a message");
        return new AllTasksStream(hub, access, time, filter, cursor);
    }

    private static long AfterSeq(HttpContext context)
    {
        var query = new ApiQuery(context);
        var after = After(context, query, out var name);
        query.Check();
        return after is null ? 0
            : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq
            : throw ApiQuery.Wrong(name, "must be the “seq” of a message");
    }

    /// <summary>Returns where to resume. A reconnecting browser sends the header together with the original URL.</summary>
    private static string? After(HttpContext context, ApiQuery query, out string name)
    {
        var after = query.Text("after");
        var header = context.Request.Headers[LastEventId].ToString();
        name = header.Length > 0 ? LastEventId : "after";
        return header.Length > 0 ? header : after;
    }

    private static async Task<TaskSnapshot?> FindAsync(string id, TaskAccess access, HttpContext context) =>
        TaskId.TryParse(id, null, out var task) ? await access.GetAsync(task, context.RequestAborted) : null;
}
