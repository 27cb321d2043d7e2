using System.Data.Common;
using BlazorTasks.Cluster;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Positions among the changes of all nodes, so that a client can continue on another node. Everything before a position has been
/// sent by this node when the position is used: it is noted, and used a while later.
/// </summary>
internal sealed class SharedPositions(TaskSource source, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Longer than changes of other nodes can go unnoticed.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly Queue<(string Position, long At)> _noted = new();
    private ITimer? _timer;
    private long? _metAt;
    private int _isNoting;
    private volatile string? _usable;

    /// <summary>Gets the position that is used, or null while this node is alone, or does not know others for long enough.</summary>
    public string? Current => _usable;

    public void Start() => _timer = source.Cluster is null ? null : time.CreateTimer(_ => _ = NoteAsync(), null, TimeSpan.Zero, Interval);

    /// <summary>Returns the tasks that were changed after a position, or null if that is unknown, or too much.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>?> ChangedSinceAsync(string position, int most, CancellationToken stop) =>
        source.Cluster is { IsAlone: false } cluster
        && await cluster.ChangesAsync(position, stop) is { Tasks: { } changed }
        && changed.Count < most
            ? changed
            : null;

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async Task NoteAsync()
    {
        if (Interlocked.Exchange(ref _isNoting, 1) != 0)
        {
            return;
        }

        try
        {
            if (source.Cluster is { IsAlone: false } cluster)
            {
                await NoteAsync(cluster);
            }
            else
            {
                (_metAt, _usable) = (null, null); // nobody marks what it changes then
                _noted.Clear();
            }
        }
        catch (DbException)
        {
            // the next one will do
        }
        finally
        {
            Volatile.Write(ref _isNoting, 0);
        }
    }

    private async Task NoteAsync(ITaskCluster cluster)
    {
        var now = time.GetTimestamp();
        _metAt ??= now;
        if (time.GetElapsedTime(_metAt.Value, now) < Settled)
        {
            return; // the others may not know of this node yet
        }

        _noted.Enqueue(((await cluster.ChangesAsync(null, CancellationToken.None)).Position, now));
        while (_noted.TryPeek(out var first) && time.GetElapsedTime(first.At, now) >= Settled)
        {
            _usable = _noted.Dequeue().Position;
        }
    }
}
