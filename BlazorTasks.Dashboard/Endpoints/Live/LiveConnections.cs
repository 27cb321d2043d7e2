using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Keeps event streams and sockets open: as long as the client is there, the server runs, and the limits are kept.</summary>
internal sealed partial class LiveConnections(ConnectionLimiter seats, IOptions<DashboardOptions> options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<LiveConnections> log)
{
    /// <summary>Serves an event stream to its end.</summary>
    /// <exception cref="ProblemException">There are too many.</exception>
    public async Task<IResult> ServeEventsAsync(HttpContext context, LiveStream stream)
    {
        using var seat = seats.Take(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        await using var keepAlive = time.CreateTimer(_ => stream.Client.Offer(LiveMessage.KeepAlive), null, options.Value.StreamKeepAlive, options.Value.StreamKeepAlive);
        try
        {
            var events = new EventStream(context, time, options.Value);
            await events.BeginAsync(stop.Token);
            await stream.PlayAsync(events, stop.Token);
        }
        catch (StreamEndedException why)
        {
            LogLetGo(context.Request.Path, why.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // it comes again, with the place where it was
        }

        return Results.Empty;
    }

    /// <summary>Serves a socket to its end.</summary>
    /// <param name="context">The request that asks for it.</param>
    /// <param name="playAsync">Sends what there is to tell.</param>
    /// <param name="listenAsync">Reads what the client says, until it closes.</param>
    /// <exception cref="ProblemException">It is no socket, or there are too many.</exception>
    public async Task<IResult> ServeSocketAsync(HttpContext context, Func<LiveSocket, CancellationToken, Task> playAsync, Func<LiveSocket, Task> listenAsync)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw new ProblemException(StatusCodes.Status426UpgradeRequired, "This address is for WebSockets: connect with ws:// or wss://.", "websocket_only");
        }

        using var seat = seats.Take(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        using var connection = await context.WebSockets.AcceptWebSocketAsync();
        var socket = new LiveSocket(connection, time, options.Value);
        var playing = playAsync(socket, stop.Token);
        var listening = listenAsync(socket);
        await Task.WhenAny(playing, listening);
        var why = await WhyAsync(playing, context) ?? await WhyAsync(listening, context);
        await stop.CancelAsync();
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await socket.CloseAsync(why, listening);
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Results.Empty;
    }

    /// <summary>Why it ended, if it did.</summary>
    private async Task<StreamEndedException?> WhyAsync(Task part, HttpContext context)
    {
        try
        {
            await (part.IsCompleted ? part : Task.CompletedTask);
            return null;
        }
        catch (StreamEndedException why)
        {
            LogLetGo(context.Request.Path, why.Message);
            return why;
        }
        catch (OperationCanceledException)
        {
            return StreamEndedException.ShuttingDown();
        }
        catch (WebSocketException)
        {
            return null; // the client has gone without a word
        }
#pragma warning disable CA1031 // a mistake of ours ends this socket, and only this
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error, context.Request.Path);
            return StreamEndedException.OurMistake();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} was ended: {Why}")]
    private partial void LogLetGo(PathString path, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed")]
    private partial void LogFailed(Exception error, PathString path);
}
