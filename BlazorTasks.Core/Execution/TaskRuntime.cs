using BlazorTasks.Cluster;
using BlazorTasks.Feed;
using BlazorTasks.Forms;
using BlazorTasks.Journal;

namespace BlazorTasks.Execution;

/// <summary>What all live tasks and their attempts share. One object, so that a task costs one reference.</summary>
internal sealed record TaskRuntime(BlazorTasksOptions Options, TimeProvider Time)
{
    /// <summary>Where events are written, and who is notified of them.</summary>
    public required TaskJournal Journal { get; init; }

    public required CommitFeed Commits { get; init; }

    public required TaskFeed Feed { get; init; }

    /// <summary>Where tasks wait and run.</summary>
    public required TaskQueue Queue { get; init; }

    public required TaskRouter Router { get; init; }

    public required LiveTasks Live { get; init; }

    public required RunningAttempts Attempts { get; init; }

    /// <summary>What task code and answers need.</summary>
    public required IServiceScopeFactory Scopes { get; init; }

    public required ITaskStore Store { get; init; }

    public required UploadStore Uploads { get; init; }

    public required UploadStore ResultFiles { get; init; }

    public required ISecretProtector Secrets { get; init; }

    public required ActionAudit ActionAudit { get; init; }

    /// <summary>This process as one of several nodes. Null if only one process can use the store.</summary>
    public ClusterNode? Cluster { get; set; }

    /// <summary>Gets the number of tasks that wait for a slot, here or in a store that several processes use.</summary>
    public int Waiting => Queue.Waiting + (Cluster?.Waiting ?? 0);
}
