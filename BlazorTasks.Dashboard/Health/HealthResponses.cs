using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTasks.Dashboard.Health;

/// <summary>
/// Responses for probes: a status code and one word for everyone, details only for direct requests from this machine.
/// </summary>
internal static class HealthResponses
{
    /// <summary>The liveness response: the process responds.</summary>
    public static Task LiveAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, "live", null);

    /// <summary>The readiness response: whether the process accepts work. Unhealthy from the beginning of a shutdown.</summary>
    public static async Task ReadyAsync(HttpContext context, HealthCheckService checks, IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "stopping", null);
            return;
        }

        var report = await checks.CheckHealthAsync(check => check.Name == TaskHealthCheck.Name, context.RequestAborted);
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await WriteAsync(context, status, report.Status.ToString().ToLowerInvariant(), report.Entries[TaskHealthCheck.Name]);
    }

    private static Task WriteAsync(HttpContext context, int status, string word, HealthReportEntry? entry)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (entry is not { } known || !LocalRequestsOnly.IsDirectAndLocal(context))
        {
            return context.Response.WriteAsync(word);
        }

        var details = new Dictionary<string, object?>(known.Data.ToDictionary(pair => pair.Key, pair => (object?)pair.Value))
        {
            ["status"] = word,
            ["detail"] = known.Description
        };
        return context.Response.WriteAsJsonAsync(
            details,
            JsonSerializerOptions.Web,
            "application/json; charset=utf-8",
            context.RequestAborted);
    }
}
