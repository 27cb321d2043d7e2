using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Answers 503 once the server shuts down. Open pages reconnect at that very moment, and each new socket would hold the
/// shutdown for 30 seconds (RELIABILITY §0.3).
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
