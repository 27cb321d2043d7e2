namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Responds with 503 during a shutdown. Open pages reconnect at that moment, and each new WebSocket would delay the shutdown
/// by 30 seconds.
/// </summary>
internal sealed class ShutdownMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
