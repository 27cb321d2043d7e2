using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BlazorTasks.Dashboard.Health;

/// <summary>Checks whether tasks can be accepted and stored, for the health endpoints of the dashboard and of the host.</summary>
internal sealed class TaskHealthCheck(TaskSource source) : IHealthCheck
{
    public const string Name = "blazortasks";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = await source.CheckHealthAsync();
        var data = new Dictionary<string, object>
        {
            ["storage_latency_ms"] = Math.Round(health.StorageLatency.TotalMilliseconds, 1),
            ["unwritten"] = health.Unwritten,
            ["write_age_ms"] = Math.Round(health.WriteAge.TotalMilliseconds, 1),
            ["schedule_lag_ms"] = Math.Round(health.ScheduleLag.TotalMilliseconds, 1),
            ["queued"] = health.Queued,
            ["max_queued"] = health.MaxQueued,
            ["running"] = health.Running,
            ["orphaned_attempts"] = health.OrphanedAttempts,
        };
        if (health.StorageFailingSince is { } since)
        {
            data["storage_failing_since"] = since;
        }

        return !health.IsReady ? HealthCheckResult.Unhealthy(WhyNot(health), data: data)
            : health.Warnings.ToList() is { Count: > 0 } warnings ? HealthCheckResult.Degraded(string.Join(' ', warnings), data: data)
            : HealthCheckResult.Healthy("Tasks are accepted and stored.", data);
    }

    private static string WhyNot(TaskHealth health) => health switch
    {
        { IsStopping: true } => "The server is shutting down.",
        { IsOpen: false } => "The store is not open yet.",
        { StorageProblem: { } problem } => $"Storage is unavailable: {problem}",
        _ => $"Storage has been unavailable since {health.StorageFailingSince:HH:mm:ss} UTC.",
    };
}
