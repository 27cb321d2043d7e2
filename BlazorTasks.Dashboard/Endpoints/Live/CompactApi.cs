namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// The compact format, as used by simple monitoring pages: the tasks of one client with status, progress and time. The client
/// token in the path is an API key that is good for nothing else.
/// </summary>
internal static class CompactApi
{
    public static void MapCompact(this IEndpointRouteBuilder live)
    {
        var client = live.MapGroup("/clients/{client_token}").WithTags("Compact format").WithMetadata(AcceptsClientToken.Instance);
        client.MapGet("/tasks", ListAsync).WithSummary("List the tasks of a client").Produces<ApiClientTasks>();
        client.MapGet("/tasks/{id}", GetAsync).WithSummary("Get a task of a client").Produces<ApiClientTask>().ProducesProblems(404);
        client.MapSocket("/ws", FollowAllAsync)
            .WithSummary("Stream the tasks of a client over a WebSocket")
            .Produces(101)
            .ProducesProblems(426, 429, 503);
        client.MapSocket("/ws/{id}", FollowOneAsync)
            .WithSummary("Stream a task of a client over a WebSocket")
            .Produces(101)
            .ProducesProblems(404, 426, 429, 503);
    }

    private static async Task<ApiReply<ApiClientTasks>> ListAsync(HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        using var tasks = await ClientTasks.ReadAsync(access, context.RequestAborted);
        return new(StatusCodes.Status200OK, tasks.ToApi());
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        return await FindAsync(id, context, access) is { } task
            ? new ApiReply<ApiClientTask>(StatusCodes.Status200OK, task.ToCompact())
            : Problem.NoTask;
    }

    private static Task<IResult> FollowAllAsync(HttpContext context, TaskAccess access, LiveConnections connections)
    {
        new ApiQuery(context).Check();
        return connections.ServeSocketAsync(context, access, PlayAsync, IgnoreAsync);

        async Task PlayAsync(LiveSocket socket, CancellationToken stop)
        {
            using var tasks = await ClientTasks.ReadAsync(access, stop);
            do
            {
                await socket.SendAsync(Bytes(tasks.ToApi() with { Type = ApiClientTasks.StateUpdate }), stop);
            }
            while (await tasks.NextAsync(stop));
        }
    }

    private static async Task<IResult> FollowOneAsync(
        string id,
        HttpContext context,
        TaskAccess access,
        LiveConnections connections)
    {
        new ApiQuery(context).Check();
        return await FindAsync(id, context, access) is { } found
            ? await connections.ServeSocketAsync(context, access, PlayAsync, IgnoreAsync)
            : Problem.NoTask;

        async Task PlayAsync(LiveSocket socket, CancellationToken stop)
        {
            using var changes = new TaskChanges(access, found.Id);
            ApiClientTask? sent = null;
            do
            {
                var now = ((await access.GetAsync(found.Id, stop)) ?? found).ToCompact() with { Type = ApiClientTasks.StateUpdate };
                if (now != sent)
                {
                    await socket.SendAsync(Bytes(sent = now), stop);
                }
            }
            while (await changes.NextAsync(stop));
            stop.ThrowIfCancellationRequested();
        }
    }

    private static ReadOnlyMemory<byte> Bytes<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Options);

    /// <summary>These WebSockets are send-only. Messages of clients are ignored, and too many close the connection.</summary>
    private static async Task IgnoreAsync(LiveSocket socket)
    {
        for (var frames = 0; await socket.ReceiveAsync() is not null;)
        {
            if (++frames > SocketCommands.MaxBad)
            {
                throw StreamEndedException.BadFrames();
            }
        }
    }

    private static async Task<TaskSnapshot?> FindAsync(string id, HttpContext context, TaskAccess access) =>
        TaskId.TryParse(id, null, out var task) ? await access.GetAsync(task, context.RequestAborted) : null;
}
