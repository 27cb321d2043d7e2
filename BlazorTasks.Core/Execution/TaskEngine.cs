using BlazorTasks.Cluster;
using BlazorTasks.Definitions;
using BlazorTasks.Diagnostics;
using BlazorTasks.Feed;
using BlazorTasks.Forms;
using BlazorTasks.Journal;
using BlazorTasks.Nodes;
using BlazorTasks.Schedules;
using BlazorTasks.Statistics;

namespace BlazorTasks.Execution;

/// <summary>Composes the parts behind <see cref="TaskMonitor"/>. Each part gets what it needs in its constructor.</summary>
internal sealed class TaskEngine
{
    public TaskEngine(
        BlazorTasksOptions options,
        ITaskStore store,
        TaskCatalog catalog,
        UploadStore uploads,
        ISecretProtector secrets,
        IServiceScopeFactory scopes,
        TimeProvider time,
        ILoggerFactory loggers,
        Func<MonitoredTask, NodeCommand, Task<CommandResult>> execute)
    {
        var telemetry = new TaskTelemetry();
        Board = new TaskBoard(options);
        Statistics = new TaskStatistics(time);
        Commits = new CommitFeed(loggers.CreateLogger<CommitFeed>());
        Commits.Subscribe(telemetry.OnCommitted);
        Commits.Subscribe(Statistics.OnCommitted);
        var queue = new TaskQueue(options.MaxCpuBound, options.MaxConcurrency);
        Runtime = new TaskRuntime(options, time)
        {
            Journal = new TaskJournal(store, options, telemetry, time, loggers.CreateLogger<TaskJournal>()),
            Commits = Commits,
            Feed = new TaskFeed(Board, Statistics.Activity, time, loggers.CreateLogger<TaskFeed>()),
            Queue = queue,
            Router = new TaskRouter(queue, time),
            Live = new LiveTasks(),
            Attempts = new RunningAttempts(),
            Scopes = scopes,
            Store = store,
            Uploads = uploads,
            ResultFiles = new UploadStore(options.ResultFolder, options.MaxResultFileBytes, options.FinishedRetention, time),
            Secrets = secrets,
            ActionAudit = new ActionAudit(store, time, loggers.CreateLogger<ActionAudit>()),
        };
        telemetry.Observe(Runtime);
        (uploads.Shared, Runtime.ResultFiles.Shared) = (store.Cluster?.Uploads, store.Cluster?.ResultFiles);
        Commits.Subscribe(new UploadHolds(store, Runtime.Live, uploads).OnCommitted);
        store.Unreadable.Subscribe(new UnreadableTaskLog(loggers.CreateLogger<UnreadableTaskLog>()).OnFound);
        Rehydration = new Rehydration(Runtime);
        Keys = new IdempotencyKeys(Runtime);
        Starter = new TaskStarter(Runtime, Keys, () => Lifetime!.OpenAsync(), loggers.CreateLogger<TaskStarter>());
        Scheduler = new Scheduler(Runtime, catalog, Starter, Keys, loggers.CreateLogger<Scheduler>());
        var recovery = new Recovery(Runtime, Rehydration, catalog, Board, Statistics, loggers.CreateLogger<Recovery>());
        Runtime.Cluster = store.Cluster is { } cluster ? NewNode(cluster, recovery, catalog, execute, loggers) : null;
        Lifetime = new EngineLifetime(
            Runtime,
            recovery,
            new NodeRegistry(Runtime, loggers.CreateLogger<NodeRegistry>()),
            new Retention(store, options, time, OnRemoved, loggers.CreateLogger<Retention>()),
            Scheduler,
            new ThreadPoolGuard(options.MaxConcurrency + options.MaxCpuBound),
            telemetry);
        Removal = new TaskRemoval(store, OnRemoved, Runtime.ResultFiles, time, loggers.CreateLogger<TaskRemoval>());
        Health = new HealthCheck(Runtime, Lifetime, Scheduler.Changes, catalog);
    }

    public TaskRuntime Runtime { get; }

    public EngineLifetime Lifetime { get; }

    public TaskBoard Board { get; }

    public CommitFeed Commits { get; }

    public TaskStatistics Statistics { get; }

    public Rehydration Rehydration { get; }

    public TaskStarter Starter { get; }

    public IdempotencyKeys Keys { get; }

    public Scheduler Scheduler { get; }

    public TaskRemoval Removal { get; }

    public HealthCheck Health { get; }

    private ClusterNode NewNode(
        ITaskCluster cluster,
        Recovery recovery,
        TaskCatalog catalog,
        Func<MonitoredTask, NodeCommand, Task<CommandResult>> execute,
        ILoggerFactory loggers) => new(
        cluster,
        Runtime,
        new WorkClaimer(cluster, Runtime, recovery, catalog),
        new RemoteTasks(cluster, Runtime, Board),
        new CommandRouter(cluster, Runtime, Rehydration) { Execute = execute },
        new CommandReceiver(cluster, Runtime, loggers.CreateLogger<CommandReceiver>()) { Execute = execute },
        loggers.CreateLogger<ClusterNode>());

    private void OnRemoved(IReadOnlyList<TaskId> tasks)
    {
        Runtime.Feed.EnqueueRemoved(tasks);
        if (tasks.Count > 0)
        {
            Runtime.Cluster?.OnRemoved();
        }
    }
}
