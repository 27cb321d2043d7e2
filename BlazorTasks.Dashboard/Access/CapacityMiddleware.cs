using Microsoft.AspNetCore.Components.Endpoints;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Responds with 503 and a plain page if the maximum number of pages is open: another circuit would take memory from all the
/// others. Open pages stay open, and the API is not affected.
/// </summary>
internal sealed class CapacityMiddleware(RequestDelegate next, CircuitLimiter seats)
{
    private const int RetryAfter = 15;

    public Task InvokeAsync(HttpContext context)
    {
        if (!seats.IsAtCapacity || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            return next(context);
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        return response.WriteAsync(Page(seats.Refusal), context.RequestAborted);
    }

    private static string Page(string refusal) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="refresh" content="{{RetryAfter}}" />
          <title>Too many sessions</title>
          <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem }
          </style>
        </head>
        <body>
          <main>
            <h1>Too many sessions</h1>
            <p>{{refusal}} Your tasks are not touched by this: they go on.</p>
            <p>Close pages of the dashboard that you no longer need. This page tries again by itself every {{RetryAfter}} seconds.</p>
            <p>Whoever runs the server can allow more with the setting <code>BlazorTasks:MaxCircuits</code>.</p>
          </main>
        </body>
        </html>
        """;
}
