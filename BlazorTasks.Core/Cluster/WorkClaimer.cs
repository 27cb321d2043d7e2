using BlazorTasks.Definitions;
using BlazorTasks.Execution;

namespace BlazorTasks.Cluster;

/// <summary>Gets tasks for this node: waiting ones as far as it has free slots, and those of lost nodes.</summary>
internal sealed class WorkClaimer
{
    private const int AtOnce = 500;
    private const int MostWithoutSlot = 100;

    private readonly ITaskCluster _cluster;
    private readonly TaskRuntime _runtime;
    private readonly Recovery _recovery;
    private readonly string[] _cpuBound;
    private readonly string[] _ordinary;
    private readonly TaskDefinition[] _limited;
    private HashSet<TaskId> _unknown = [];

    public WorkClaimer(ITaskCluster cluster, TaskRuntime runtime, Recovery recovery, TaskCatalog catalog)
    {
        (_cluster, _runtime, _recovery) = (cluster, runtime, recovery);
        _limited = [.. catalog.Startable.Where(definition => definition.Policy.Concurrency is not null)];
        var free = catalog.Startable.Except(_limited).ToLookup(definition => definition.Policy.CpuBound, definition => definition.Name);
        (_cpuBound, _ordinary) = ([.. free[true]], [.. free[false]]);
        Definitions = [ExternalStart.Definition, .. catalog.Startable.Select(definition => definition.Name)];
    }

    /// <summary>Gets the definitions whose tasks this node can run.</summary>
    public IReadOnlyCollection<string> Definitions { get; }

    /// <summary>Claims as many tasks as can start now.</summary>
    public async Task ClaimAsync(CancellationToken stop)
    {
        await ClaimOrdinaryAsync(stop).ConfigureAwait(false);
        await ClaimAsync(new ClaimRequest(_cpuBound, _runtime.Queue.FreeSlots(isCpuBound: true)), stop).ConfigureAwait(false);
        foreach (var (name, policy) in _limited.Select(definition => (definition.Name, definition.Policy)))
        {
            var request = new ClaimRequest([name], _runtime.Queue.FreeSlots(policy.CpuBound), policy.Concurrency)
            {
                IsPerKey = policy.ConcurrencyKey is not null,
            };
            await ClaimAsync(request, stop).ConfigureAwait(false);
        }

        await ClaimAsync(new ClaimRequest([ExternalStart.Definition], MostWithoutSlot), stop).ConfigureAwait(false);
    }

    /// <summary>Claims as many tasks as can start now, of the definitions without a limit or a pool of their own.</summary>
    public Task ClaimOrdinaryAsync(CancellationToken stop) =>
        ClaimAsync(new ClaimRequest(_ordinary, _runtime.Queue.FreeSlots(isCpuBound: false)), stop);

    /// <summary>Takes over the tasks of stopped and lost nodes, until none is left.</summary>
    public async Task TakeOverAsync(CancellationToken stop)
    {
        IReadOnlyList<OwnedTask> found;
        do
        {
            found = await _cluster.TakeOverAsync(AtOnce, stop).ConfigureAwait(false);
            foreach (var orphan in found)
            {
                await _recovery.TakeUpOrFailAsync(orphan.Snapshot, orphan.From).ConfigureAwait(false);
            }
        }
        while (found.Count == AtOnce);
    }

    /// <summary>
    /// Takes up tasks that the store says are this node's but that this process does not know, twice in a row: the response to
    /// their claim was lost.
    /// </summary>
    public async Task ReclaimAsync(CancellationToken stop)
    {
        var owned = await _cluster.OwnedAsync(stop).ConfigureAwait(false);
        var unknown = owned.Where(id => _runtime.Live.FindOwned(id) is null).ToHashSet();
        var lost = unknown.Intersect(_unknown).ToList();
        _unknown = unknown;
        if (lost.Count > 0)
        {
            foreach (var task in await _cluster.ReclaimAsync(lost, stop).ConfigureAwait(false))
            {
                await _recovery.TakeUpOrFailAsync(task.Snapshot, node: null).ConfigureAwait(false);
            }
        }
    }

    private async Task ClaimAsync(ClaimRequest request, CancellationToken stop)
    {
        if (request.Most <= 0 || request.Definitions.Count == 0)
        {
            return;
        }

        foreach (var claimed in await _cluster.ClaimAsync(request, stop).ConfigureAwait(false))
        {
            await _recovery.StartAsync(claimed.Snapshot).ConfigureAwait(false);
        }
    }
}
