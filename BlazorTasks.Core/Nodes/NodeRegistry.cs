using BlazorTasks.Execution;
using BlazorTasks.Journal;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Nodes;

/// <summary>
/// Tells the store that this process works on the history, again and again, and when it stops: so its successor knows
/// until when it lived. A store in trouble is left alone: what tasks have to write comes first.
/// </summary>
internal sealed partial class NodeRegistry : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly ITaskStore _store;
    private readonly StorageCircuitBreaker _door;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PeriodicJob _signs;
    private readonly string _name;
    private TaskNode? _here;

    public NodeRegistry(ITaskStore store, StorageCircuitBreaker door, string name, TimeProvider time, ILogger log)
    {
        (_store, _door, _name, _time, _log) = (store, door, name, time, log);
        _signs = new PeriodicJob(TaskNode.HeartbeatInterval, time, SignAsync, LogNotSigned);
    }

    /// <summary>Begins the life of this process.</summary>
    /// <returns>Those that worked here before and did not say that they stop: they are gone, as this process may write now.</returns>
    public async Task<IReadOnlyList<TaskNode>> OpenAsync()
    {
        var now = _time.UtcMicros();
        _here = TaskNode.Here(_name, now);
        var lost = (await _store.Nodes.ListAsync(CancellationToken.None).ConfigureAwait(false)).Where(node => node.EndedAt is null).ToList();
        foreach (var node in lost)
        {
            await TryPutAsync(node with { EndedAt = now, IsLost = true }, CancellationToken.None).ConfigureAwait(false);
        }

        return lost;
    }

    public void Start() => _signs.Start();

    /// <summary>Says that this process stops, if the store takes it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _signs.DisposeAsync().ConfigureAwait(false);
        if (_here is { } here && _door.TroubleSince is null)
        {
            var now = _time.UtcMicros();
            using var patience = new CancellationTokenSource(ShutdownTimeout);
            await TryPutAsync(here with { SeenAt = now, EndedAt = now }, patience.Token).WaitAsync(ShutdownTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task SignAsync(CancellationToken stop) => _door.TroubleSince is null ? _store.Nodes.PutAsync(_here! with { SeenAt = _time.UtcMicros() }, stop) : Task.CompletedTask;

    private async Task TryPutAsync(TaskNode node, CancellationToken stop)
    {
        try
        {
            await _store.Nodes.PutAsync(node, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nothing depends on it
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotSigned(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "That this process lives, or stops, could not be stored")]
    private partial void LogNotSigned(Exception error);
}
