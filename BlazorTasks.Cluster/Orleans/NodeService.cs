using Orleans.Concurrency;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// What nodes say to each other. Earlier and later versions do so as well: names and parameters stay, methods are only added.
/// </summary>
[Alias("blazor-tasks.node")]
internal interface INodeService : IGrainService
{
    /// <summary>Look into the store.</summary>
    [Alias("hint"), ResponseTimeout("00:00:02")]
    Task Hint(int hints);

    /// <summary>Carry out a command that is stored, and reply.</summary>
    [Alias("command"), ResponseTimeout("00:00:02")]
    Task<string?> Command(long number, Guid task, int epoch, string command);

    /// <summary>Show a node what you show, for a while.</summary>
    /// <returns>Whether the node is known.</returns>
    [Alias("watch"), ResponseTimeout("00:00:02")]
    Task<bool> Watch(Guid node);

    /// <summary>Show these tasks, each as it would be stored.</summary>
    [Alias("show"), ResponseTimeout("00:00:02")]
    Task Show(string[] tasks);
}

/// <summary>Reaches the service of a silo.</summary>
internal interface INodeServiceClient : IGrainServiceClient<INodeService>
{
    INodeService At(SiloAddress silo);
}

/// <inheritdoc cref="INodeService" />
[Reentrant]
internal sealed class NodeService(GrainId id, Silo silo, ILoggerFactory loggers, IClusterObserver observer, LinkPeers peers)
    : GrainService(id, silo, loggers), INodeService
{
    public Task Hint(int hints)
    {
        if (hints != 0) // otherwise it was only asked whether this node answers
        {
            observer.OnHint((ClusterHint)hints);
        }

        return Task.CompletedTask;
    }

    /// <remarks>Not on the scheduler of the silo: what carries the command out is no part of it.</remarks>
    public Task<string?> Command(long number, Guid task, int epoch, string command) =>
        Task.Run(() => observer.OnCommandAsync(new SentCommand(number, new TaskId(task), epoch, command)));

    public Task<bool> Watch(Guid node) => Task.FromResult(peers.OnWatched(node));

    public Task Show(string[] tasks)
    {
        // what this version does not know of a later one's is in the store as well
        observer.OnShown([.. tasks.Select(TaskJson.TryReadPart<TaskSnapshot>).OfType<TaskSnapshot>()]);
        return Task.CompletedTask;
    }
}

/// <inheritdoc cref="INodeServiceClient" />
internal sealed class NodeServiceClient(IServiceProvider services) : GrainServiceClient<INodeService>(services), INodeServiceClient
{
    public INodeService At(SiloAddress silo) => GetGrainService(silo);
}
