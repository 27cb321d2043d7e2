using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks.Nodes;

/// <summary>
/// Stores heartbeats of this process and when it stops, so that the next process knows when it was last alive. During a
/// storage outage no heartbeats are written: task writes take precedence.
/// </summary>
internal sealed partial class NodeRegistry : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly ITaskStore _store;
    private readonly StorageCircuitBreaker _circuitBreaker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PeriodicJob _heartbeat;
    private readonly string _name;
    private readonly Func<NodeLoad> _load;
    private TaskNode? _here;

    public NodeRegistry(TaskRuntime runtime, ILogger log)
    {
        (_store, _circuitBreaker) = (runtime.Store, runtime.Journal.CircuitBreaker);
        (_name, _time, _log) = (runtime.Options.Node, runtime.Time, log);
        _load = new LoadMeter(runtime).Read;
        _heartbeat = new PeriodicJob(TaskNode.HeartbeatInterval, _time, WriteHeartbeatAsync, LogHeartbeatFailed);
    }

    /// <summary>Registers this process.</summary>
    /// <returns>The nodes that worked here before and were not shut down properly. They are gone, because this process holds
    /// the write lock.</returns>
    public async Task<IReadOnlyList<TaskNode>> OpenAsync()
    {
        var now = _time.UtcMicros();
        _here = TaskNode.Here(_name, now);
        var lost = (await _store.Nodes.ListAsync(CancellationToken.None).ConfigureAwait(false))
            .Where(node => node.EndedAt is null)
            .ToList();
        foreach (var node in lost)
        {
            await TryPutAsync(node with { EndedAt = now, IsLost = true }, CancellationToken.None).ConfigureAwait(false);
        }

        return lost;
    }

    public void Start() => _heartbeat.Start();

    /// <summary>Records that this process stops, if the store is available.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        if (_here is { } here && _circuitBreaker.TroubleSince is null)
        {
            var now = _time.UtcMicros();
            using var maxWait = new CancellationTokenSource(ShutdownTimeout);
            await TryPutAsync(here with { SeenAt = now, EndedAt = now }, maxWait.Token)
                .WaitAsync(ShutdownTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task WriteHeartbeatAsync(CancellationToken stop) =>
        _circuitBreaker.TroubleSince is null
            ? _store.Nodes.PutAsync(_here! with { SeenAt = _time.UtcMicros(), Load = _load() }, stop)
            : Task.CompletedTask;

    private async Task TryPutAsync(TaskNode node, CancellationToken stop)
    {
        try
        {
            await _store.Nodes.PutAsync(node, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // heartbeats are best effort
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogHeartbeatFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The heartbeat of this process could not be stored")]
    private partial void LogHeartbeatFailed(Exception error);
}
