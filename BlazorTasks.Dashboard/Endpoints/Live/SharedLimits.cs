using System.Data.Common;
using BlazorTasks.Cluster;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Makes the limits of a person count on all nodes together: every few seconds, each node tells the others what it has counted.
/// What a person does on several nodes within that time can exceed a limit once.
/// </summary>
internal sealed class SharedLimits(TaskSource source, RateLimits rates, ConnectionLimiter connections, TimeProvider time)
    : IHostedService, IDisposable
{
    private const string Area = "limits";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sharing = new(1);
    private readonly string _here = Guid.NewGuid().ToString();
    private readonly Dictionary<string, Dictionary<string, long>> _seen = [];
    private ITimer? _timer;
    private bool _isShared;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (source.Cluster is not null)
        {
            rates.IsShared = true;
            _timer = time.CreateTimer(_ => _ = ShareAsync(), null, Interval, Interval);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Tells the other nodes what was counted here, and counts what they have told.</summary>
    internal async Task ShareAsync()
    {
        if (source.Cluster is not { IsAlone: false } cluster || !await _sharing.WaitAsync(0))
        {
            return;
        }

        try
        {
            await TellAsync(cluster.State);
            var others = (await cluster.State.ListAsync(Area, CancellationToken.None)).Where(one => one.Key != _here).ToList();
            var usages = others.ToDictionary(one => one.Key, one => JsonSerializer.Deserialize<Usage>(one.Value.Span)!);
            Count(usages);
            connections.OpenElsewhere = usages.Values.SelectMany(usage => usage.Streams)
                .GroupBy(one => one.Key, one => one.Value)
                .ToDictionary(one => one.Key, one => one.Sum());
        }
        catch (DbException)
        {
            // each node counts for itself until the store can be reached again
        }
        finally
        {
            _sharing.Release();
        }
    }

    private async Task TellAsync(ISharedState state)
    {
        var mine = new Usage(rates.Counted(), connections.Open());
        if (mine.Counts.Count + mine.Streams.Count > 0)
        {
            await state.PutAsync(Area, _here, JsonSerializer.SerializeToUtf8Bytes(mine), 3 * Interval, CancellationToken.None);
        }
        else if (_isShared)
        {
            await state.RemoveAsync(Area, _here, CancellationToken.None);
        }

        _isShared = mine.Counts.Count + mine.Streams.Count > 0;
    }

    /// <summary>What a node tells only grows, so that it counts once however often it is read.</summary>
    private void Count(Dictionary<string, Usage> usages)
    {
        foreach (var gone in _seen.Keys.Except(usages.Keys).ToList())
        {
            _seen.Remove(gone);
        }

        foreach (var (node, usage) in usages)
        {
            var before = _seen.GetValueOrDefault(node) ?? [];
            foreach (var (what, count) in usage.Counts)
            {
                var known = before.GetValueOrDefault(what);
                rates.CountElsewhere(what, count >= known ? count - known : count);
            }

            _seen[node] = usage.Counts;
        }
    }

    /// <summary>What a node has counted.</summary>
    /// <param name="Counts">The actions of each person and API key since they have become active.</param>
    /// <param name="Streams">The open event streams and WebSockets of each person.</param>
    private sealed record Usage(Dictionary<string, long> Counts, Dictionary<string, int> Streams);
}
