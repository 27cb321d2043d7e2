using BlazorTasks.Cluster;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// The tasks of everyone, for code that does not act for a person: the hub, which checks each of its clients, health checks, and
/// what nodes tell each other. Everything else uses <see cref="TaskAccess"/>.
/// </summary>
internal sealed class TaskSource(TaskMonitor monitor, ITaskStore store)
{
    /// <summary>Gets the nodes that share the tasks, or null if this process is the only one that can use them.</summary>
    public ITaskCluster? Cluster => store.Cluster;

    /// <summary>Gets all definitions.</summary>
    public IReadOnlyList<TaskDefinition> Definitions => monitor.Definitions.All;

    public IDisposable Subscribe(Action<TaskFrame> onFrame) => monitor.Subscribe(onFrame);

    public IDisposable SubscribeEvents(Action<TaskSnapshot, TaskEvent> onEvent) => monitor.SubscribeEvents(onEvent);

    /// <summary>Returns all unfinished tasks, with their live state.</summary>
    public async IAsyncEnumerable<TaskSnapshot> UnfinishedAsync()
    {
        await foreach (var task in monitor.ListAllAsync(new TaskQuery { Finished = false }))
        {
            yield return monitor.Find(task.Id)?.Snapshot ?? task;
        }
    }

    /// <summary>Returns whether a node has ended.</summary>
    public async Task<bool> HasEndedAsync(Guid node, CancellationToken stop) =>
        (await monitor.NodesAsync(stop)).FirstOrDefault(one => one.Id == node) is not { EndedAt: null };

    public Task<TaskHealth> CheckHealthAsync() => monitor.CheckHealthAsync();
}
