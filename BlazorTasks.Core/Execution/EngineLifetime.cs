using BlazorTasks.Diagnostics;
using BlazorTasks.Nodes;
using BlazorTasks.Schedules;

namespace BlazorTasks.Execution;

/// <summary>Opens the store and starts the parts of the engine once, and stops them in order on shutdown.</summary>
internal sealed class EngineLifetime
{
    private readonly TaskRuntime _runtime;
    private readonly Recovery _recovery;
    private readonly NodeRegistry _nodes;
    private readonly Retention _retention;
    private readonly Scheduler _scheduler;
    private readonly TaskTelemetry _telemetry;
    private readonly ThreadPoolGuard _pool;
    private readonly Lazy<Task> _open;
    private readonly Lazy<Task> _stop;
    private volatile bool _stopping;

    public EngineLifetime(
        TaskRuntime runtime,
        Recovery recovery,
        NodeRegistry nodes,
        Retention retention,
        Scheduler scheduler,
        ThreadPoolGuard pool,
        TaskTelemetry telemetry)
    {
        (_runtime, _recovery, _nodes, _retention, _scheduler, _pool, _telemetry) =
            (runtime, recovery, nodes, retention, scheduler, pool, telemetry);
        _open = new Lazy<Task>(OpenCoreAsync);
        _stop = new Lazy<Task>(StopCoreAsync);
    }

    public bool IsOpen => _open is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    public bool IsStopping => _stopping;

    /// <summary>Opens the store and recovers the tasks of an earlier process, once.</summary>
    public Task OpenAsync() => _open.Value;

    /// <summary>Requests running tasks to stop, waits for them up to the shutdown timeout, and stores their outcomes.</summary>
    public Task StopAsync() => _stop.Value;

    private async Task OpenCoreAsync()
    {
        await _runtime.Store.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        if (_runtime.Cluster is { } cluster)
        {
            await cluster.JoinAsync().ConfigureAwait(false);
            await _recovery.ShowAsync().ConfigureAwait(false);
            cluster.Start();
        }
        else
        {
            await _recovery.RunAsync(await _nodes.OpenAsync().ConfigureAwait(false)).ConfigureAwait(false);
            _nodes.Start();
        }

        _runtime.Journal.Start();
        _runtime.Feed.Start();
        _retention.Start();
        _pool.Start();
        await _scheduler.OpenAsync().ConfigureAwait(false);
    }

    private async Task StopCoreAsync()
    {
        _stopping = true;
        _runtime.Queue.Close();
        _runtime.Cluster?.Stop();
        if (_open.IsValueCreated)
        {
            // otherwise parts could be started after they were stopped
            await _open.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _scheduler.DisposeAsync().ConfigureAwait(false);
        _runtime.Router.Dispose();
        await _retention.DisposeAsync().ConfigureAwait(false);
        await _runtime.Attempts.StopAsync(_runtime.Options.ShutdownTimeout, _runtime.Time).ConfigureAwait(false);
        _pool.Dispose();
        await _runtime.Journal.DisposeAsync().ConfigureAwait(false);
        await _runtime.Feed.DisposeAsync().ConfigureAwait(false);
        IAsyncDisposable node = _runtime.Cluster is { } cluster ? cluster : _nodes;
        await node.DisposeAsync().ConfigureAwait(false);
        await _runtime.Store.DisposeAsync().ConfigureAwait(false);
        _telemetry.Dispose();
    }
}
