using System.Net.WebSockets;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Keeps event streams and WebSockets open while the client is connected, the server is running, and the limits are observed.
/// </summary>
internal sealed partial class LiveConnections(
    ConnectionLimiter seats,
    IOptions<DashboardOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<LiveConnections> log)
{
    /// <summary>Runs an event stream until it ends.</summary>
    /// <exception cref="ProblemException">A limit has been reached.</exception>
    public async Task<IResult> ServeEventsAsync(HttpContext context, TaskAccess access, LiveStream stream)
    {
        using var seat = seats.Take(access);
        using var watch = new RightsWatch(access, time);
        using var stop = EndOf(context, watch);
        await using var keepAlive = time.CreateTimer(
            _ => stream.Client.Offer(LiveMessage.KeepAlive),
            null,
            options.Value.StreamKeepAlive,
            options.Value.StreamKeepAlive);
        try
        {
            var events = new EventStream(context, time, options.Value);
            await events.BeginAsync(stop.Token);
            await stream.PlayAsync(events, stop.Token);
        }
        catch (StreamEndedException why)
        {
            var path = CredentialEndpoint.LoggedPath(context);
            LogLetGo(path, why.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the client reconnects and resumes at its cursor
        }

        return Results.Empty;
    }

    /// <summary>Runs a WebSocket until it is closed.</summary>
    /// <param name="context">The upgrade request.</param>
    /// <param name="access">What the client may see and do.</param>
    /// <param name="playAsync">Sends messages to the client.</param>
    /// <param name="listenAsync">Reads messages of the client until it closes the connection.</param>
    /// <exception cref="ProblemException">It is not a WebSocket request, or a limit has been reached.</exception>
    public async Task<IResult> ServeSocketAsync(
        HttpContext context,
        TaskAccess access,
        Func<LiveSocket, CancellationToken, Task> playAsync,
        Func<LiveSocket, Task> listenAsync)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw new ProblemException(
                StatusCodes.Status426UpgradeRequired,
                "This endpoint requires a WebSocket. Connect with ws:// or wss://.",
                "websocket_only");
        }

        using var seat = seats.Take(access);
        using var watch = new RightsWatch(access, time);
        using var stop = EndOf(context, watch);
        using var connection = await context.WebSockets.AcceptWebSocketAsync();
        var socket = new LiveSocket(connection, time, options.Value);
        var playing = playAsync(socket, stop.Token);
        var listening = listenAsync(socket);
        await Task.WhenAny(playing, listening);
        var why = watch.Changed.IsCancellationRequested
            ? StreamEndedException.AccessChanged()
            : await WhyAsync(playing, context) ?? await WhyAsync(listening, context);
        await stop.CancelAsync();
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await socket.CloseAsync(why, listening);
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Results.Empty;
    }

    /// <summary>Cancelled when the client leaves, the application stops, or the rights of the person change.</summary>
    private CancellationTokenSource EndOf(HttpContext context, RightsWatch watch) =>
        CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted, watch.Changed);

    /// <summary>Returns why the WebSocket ended, if there was a reason.</summary>
    private async Task<StreamEndedException?> WhyAsync(Task part, HttpContext context)
    {
        try
        {
            await (part.IsCompleted ? part : Task.CompletedTask);
            return null;
        }
        catch (StreamEndedException why)
        {
            var path = CredentialEndpoint.LoggedPath(context);
            LogLetGo(path, why.Message);
            return why;
        }
        catch (OperationCanceledException)
        {
            return StreamEndedException.ShuttingDown();
        }
        catch (WebSocketException)
        {
            return null; // the client has disconnected
        }
#pragma warning disable CA1031 // an unexpected error must only end this WebSocket
        catch (Exception error)
#pragma warning restore CA1031
        {
            var path = CredentialEndpoint.LoggedPath(context);
            LogFailed(error, path);
            return StreamEndedException.OurMistake();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection to {Path} was closed: {Why}")]
    private partial void LogLetGo(string path, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
    private partial void LogFailed(Exception error, string path);
}
