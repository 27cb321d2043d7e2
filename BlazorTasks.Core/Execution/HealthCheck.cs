using BlazorTasks.Definitions;
using BlazorTasks.Schedules;

namespace BlazorTasks.Execution;

/// <summary>Collects how the engine is doing.</summary>
internal sealed class HealthCheck(TaskRuntime runtime, EngineLifetime lifetime, ScheduleChanges schedules, TaskCatalog catalog)
{
    private readonly WriteProbe _probe = new(runtime.Store, runtime.Time);

    public async Task<TaskHealth> RunAsync()
    {
        var (isOpen, isStopping) = (lifetime.IsOpen, lifetime.IsStopping);
        var (problem, took) = isOpen && !isStopping ? await _probe.TryAsync().ConfigureAwait(false) : (null, TimeSpan.Zero);
        var journal = runtime.Journal;
        return new TaskHealth(
            isOpen,
            isStopping,
            journal.CircuitBreaker.TroubleSince,
            problem,
            took,
            journal.Unwritten,
            journal.CircuitBreaker.WriteAge,
            runtime.Router.Lag,
            runtime.Waiting,
            runtime.Options.MaxQueued,
            runtime.Attempts.Count,
            runtime.Attempts.Orphaned.Count)
        {
            SetAside = journal.SetAside,
            Unavailable = catalog.Unavailable,
            PausedSchedules = schedules.Problems,
            Unreadable = runtime.Store.Unreadable.All,
            UnknownDefinitions = problem is null && isOpen && !isStopping ? await UnknownAsync().ConfigureAwait(false) : [],
        };
    }

    /// <summary>Best effort: whether the store can be used is the probe's matter.</summary>
    private async Task<IReadOnlyList<UnknownDefinition>> UnknownAsync()
    {
        try
        {
            return runtime.Cluster is { } cluster ? await cluster.UnknownAsync(CancellationToken.None).ConfigureAwait(false) : [];
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            return [];
        }
    }
}
