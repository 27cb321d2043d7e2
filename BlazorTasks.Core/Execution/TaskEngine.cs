using System.Collections.Concurrent;
using BlazorTasks.Definitions;
using BlazorTasks.Diagnostics;
using BlazorTasks.Feed;
using BlazorTasks.Forms;
using BlazorTasks.Journal;
using BlazorTasks.Nodes;
using BlazorTasks.Schedules;
using BlazorTasks.Statistics;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>Composes the parts behind <see cref="TaskMonitor"/>: queue, journal, feed, board and live tasks.</summary>
#pragma warning disable CA1001 // StopAsync disposes its parts, in order
internal sealed partial class TaskEngine
#pragma warning restore CA1001
{
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _live = new();
    private readonly ConcurrentDictionary<Attempt, bool> _underWay = new();
    private readonly ConcurrentDictionary<Attempt, bool> _orphaned = new();
    private readonly DelayedTasks _due;
    private readonly DelayedTasks _promptsDue;
    private readonly Retention _retention;
    private readonly NodeRegistry _nodes;
    private readonly ThreadPoolGuard _pool;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriteProbe _probe;
    private readonly Lazy<Task> _open;
    private readonly ILogger _log;
    private volatile bool _stopping;

    public TaskEngine(
        BlazorTasksOptions options,
        ITaskStore store,
        TaskCatalog catalog,
        UploadStore uploads,
        ISecretProtector secrets,
        IServiceScopeFactory scopes,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (Uploads, Secrets) = (uploads, secrets);
        (Options, Store, Catalog, Scopes, Time) = (options, store, catalog, scopes, time);
        ResultFiles = new UploadStore(options.ResultFolder, options.MaxResultFileBytes, options.FinishedRetention, time);
        Board = new TaskBoard(options);
        Statistics = new TaskStatistics(time);
        Feed = new TaskFeed(Board, Statistics.Activity, time, loggers.CreateLogger<TaskFeed>());
        Commits = new CommitFeed(loggers.CreateLogger<CommitFeed>());
        Telemetry = new TaskTelemetry(this);
        Journal = new TaskJournal(store, options, Telemetry, time, loggers.CreateLogger<TaskJournal>());
        Queue = new TaskQueue(options.MaxCpuBound, options.MaxConcurrency);
        _due = new DelayedTasks(time, task => task.TryAppend(new TaskQueued()));
        _promptsDue = new DelayedTasks(time, task => task.OnPromptDue());
        _retention = new Retention(store, options, time, Feed.EnqueueRemoved, loggers.CreateLogger<Retention>());
        _nodes = new NodeRegistry(store, Journal.CircuitBreaker, options.Node, time, loggers.CreateLogger<NodeRegistry>());
        Keys = new IdempotencyKeys(this);
        TaskRemoval = new TaskRemoval(this, loggers.CreateLogger<TaskRemoval>());
        DenialAudit = new DenialAudit(store, time, loggers.CreateLogger<DenialAudit>());
        Scheduler = new Scheduler(this, loggers.CreateLogger<Scheduler>());
        _probe = new WriteProbe(store, time);
        _pool = new ThreadPoolGuard(options.MaxConcurrency + options.MaxCpuBound);
        _log = loggers.CreateLogger<TaskEngine>();
        _open = new Lazy<Task>(OpenCoreAsync);
    }

    public BlazorTasksOptions Options { get; }

    public ITaskStore Store { get; }

    public TaskCatalog Catalog { get; }

    public UploadStore Uploads { get; }

    public UploadStore ResultFiles { get; }

    public ISecretProtector Secrets { get; }

    public IServiceScopeFactory Scopes { get; }

    public TimeProvider Time { get; }

    public TaskBoard Board { get; }

    public TaskFeed Feed { get; }

    public CommitFeed Commits { get; }

    public TaskJournal Journal { get; }

    public TaskQueue Queue { get; }

    public TaskStatistics Statistics { get; }

    public IdempotencyKeys Keys { get; }

    public TaskRemoval TaskRemoval { get; }

    public DenialAudit DenialAudit { get; }

    public Scheduler Scheduler { get; }

    public TaskTelemetry Telemetry { get; }

    /// <summary>Gets the number of running tasks, not counting those that wait for a person.</summary>
    public int Running => _underWay.Keys.Count(attempt => attempt.HoldsConcurrencySlot && !_orphaned.ContainsKey(attempt));

    /// <summary>Gets the number of tasks that wait for a person.</summary>
    public int WaitingForPeople => _live.Values.Count(task => task.State == TaskState.Waiting);

    /// <summary>Opens the store and recovers the tasks of an earlier process, once.</summary>
    public Task OpenAsync() => _open.Value;

    public MonitoredTask? Find(TaskId id) => _live.GetValueOrDefault(id);

    /// <summary>Returns the tasks of an owner that are to be cancelled after the owner has been gone for this long.</summary>
    public IEnumerable<MonitoredTask> LeftBy(string owner, TimeSpan gone) =>
        _live.Values.Where(
            task => task.Policy.CancelWhenOwnerGone <= gone
                && task.Snapshot.Owner == owner
                && !task.Snapshot.State.IsFinal()
                && task.Snapshot.CancelRequestedAt is null);

    public MonitoredTask<T> Start<T>(TaskCreated created, TaskWork work, TaskCompletionSource? committed = null)
    {
        if (_stopping)
        {
            throw new InvalidOperationException($"'{created.Name}' was not started because the server is shutting down.");
        }

        if (Journal.CircuitBreaker is { IsClosed: true, TroubleSince: { } since })
        {
            throw StorageUnavailableException.NotStarted(since, Journal.CircuitBreaker.IsFull);
        }

        if (Queue.Waiting is var waiting && waiting >= Options.MaxQueued)
        {
            throw new QueueFullException(
                $"'{created.Name}' was not started because the queue is full ({waiting:N0} tasks). Try again later.");
        }

        var now = Time.UtcMicros();
        created.Stamp(1, now, 0).Prepare();
        var task = new MonitoredTask<T>(this, TaskSnapshot.From(TaskId.New(now), created), work);
        _live[task.Id] = task;
        task.AppendCreated(created, committed);
        Telemetry.OnStarted(task.Snapshot);
        OnAppended(task, created);
        if (!OpenAsync().IsCompletedSuccessfully)
        {
            _ = EndUnlessOpenedAsync(task);
        }

        Journal.Wake(); // creation and, if a slot is free, start in one transaction
        return task;
    }

    /// <summary>Makes a stored task live again in order to change it.</summary>
    public MonitoredTask Rehydrate(TaskSnapshot snapshot, TaskWork? work = null) =>
        _live.GetOrAdd(snapshot.Id, _ => new MonitoredTask<object?>(this, snapshot, work ?? TaskWork.Missing));

    /// <summary>Makes a stored task live again in order to run it. Its log is continued.</summary>
    public async Task<MonitoredTask> RehydrateToRunAsync(TaskSnapshot snapshot, TaskWork? work)
    {
        var window = await LogWindow.OfAsync(Store, snapshot, Options.MaxLinesKept).ConfigureAwait(false);
        var task = Rehydrate(snapshot, work);
        task.RememberLog(window);
        return task;
    }

    /// <summary>Adds a waiting task to the queue or to the delayed tasks.</summary>
    public void OnAppended(MonitoredTask task, TaskEvent happened)
    {
        switch (happened)
        {
            case TaskCreated { RunAt: { } later }:
                _due.Add(task, later);
                break;
            case TaskBackoff backoff:
                _due.Add(task, backoff.DueAt);
                break;
            case PromptAsked asked:
                task.HoldConcurrencySlot();
                OnPromptLeft(task, asked.Prompt);
                break;
            case PromptAnswered or PromptExpired or CancelRequested:
                _promptsDue.Remove(task);
                task.HoldConcurrencySlot();
                break;
            case RetryApproved:
                _promptsDue.Remove(task);
                Queue.Enqueue(task);
                break;
            case TaskCreated or TaskQueued or TaskRetried or TaskLost:
                Queue.Enqueue(task);
                break;
        }
    }

    /// <summary>Restores an open prompt of an earlier process.</summary>
    public void OnPromptLeft(MonitoredTask task, Prompt prompt)
    {
        if (prompt.Deadline is { } deadline)
        {
            _promptsDue.Add(task, deadline);
        }
    }

    public void OnDueLater(MonitoredTask task, DateTimeOffset due) => _due.Add(task, due);

    public void OnClaimed(Attempt attempt) => _underWay[attempt] = true;

    /// <summary>Gets the finished tasks whose code is still running and holds its slot.</summary>
    public IReadOnlyList<TaskId> OrphanedAttempts => _orphaned.IsEmpty ? [] : [.. _orphaned.Keys.Select(attempt => attempt.TaskId)];

    public void OnOrphaned(Attempt attempt) => _orphaned[attempt] = true;

    public void OnAttemptEnded(Attempt attempt)
    {
        _underWay.TryRemove(attempt, out _);
        _orphaned.TryRemove(attempt, out _);
        if (_stopping && _underWay.IsEmpty)
        {
            _idle.TrySetResult();
        }
    }

    public void OnFinished(MonitoredTask task)
    {
        _promptsDue.Remove(task);
        Forget(task);
        Statistics.Add(task.Snapshot);
        Telemetry.OnEnded(task.Snapshot);
    }

    /// <summary>Releases a finished task after it is stored. From then on it is read from the store.</summary>
    public void Forget(MonitoredTask task) => _live.TryRemove(task.Id, out _);

    public async Task<TaskHealth> CheckHealthAsync()
    {
        var isOpen = _open is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };
        var (problem, took) = isOpen && !_stopping ? await _probe.TryAsync().ConfigureAwait(false) : (null, TimeSpan.Zero);
        return new TaskHealth(
            isOpen,
            _stopping,
            Journal.CircuitBreaker.TroubleSince,
            problem,
            took,
            Journal.Unwritten,
            Journal.CircuitBreaker.WriteAge,
            LongerOf(_due.Lag, _promptsDue.Lag),
            Queue.Waiting,
            Options.MaxQueued,
            Running,
            _orphaned.Count)
        {
            SetAside = Journal.SetAside,
            Unavailable = Catalog.Unavailable,
            PausedSchedules = Scheduler.Changes.Problems,
        };
    }

    private static TimeSpan LongerOf(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Requests running tasks to stop, waits for them up to the shutdown timeout, and stores their outcomes.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        Queue.Close();
        if (_open.IsValueCreated)
        {
            // otherwise parts could be started after they were stopped
            await _open.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Scheduler.DisposeAsync().ConfigureAwait(false);
        _due.Dispose();
        _promptsDue.Dispose();
        await _retention.DisposeAsync().ConfigureAwait(false);
        var running = _underWay.Keys.ToList();
        running.ForEach(attempt => attempt.Shutdown());
        if (!_underWay.IsEmpty)
        {
            using var timeout = new CancellationTokenSource(Options.ShutdownTimeout, Time);
            await _idle.Task.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        running.ForEach(attempt => attempt.AbandonForShutdown());

        _pool.Dispose();
        await Journal.DisposeAsync().ConfigureAwait(false);
        await Feed.DisposeAsync().ConfigureAwait(false);
        await _nodes.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
        Telemetry.Dispose();
    }

    /// <summary>Fails the handle of a task that cannot start because the store cannot be opened.</summary>
    private async Task EndUnlessOpenedAsync(MonitoredTask task)
    {
        try
        {
            await OpenAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // any error must reach the handle
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotOpened(error, task.Snapshot.Name, task.Id);
            task.OnNotOpened(error as TaskStoreException ?? new TaskStoreException($"The store cannot be opened: {error.Message}", error));
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Name} ({Task}) was not run because the store cannot be opened")]
    private partial void LogNotOpened(Exception error, string name, TaskId task);

    private async Task OpenCoreAsync()
    {
        await Store.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await Statistics.LoadAsync(Store, Catalog).ConfigureAwait(false);
        await new Recovery(this, await _nodes.OpenAsync().ConfigureAwait(false), _log).RunAsync().ConfigureAwait(false);
        Journal.Start();
        Feed.Start();
        _retention.Start();
        _nodes.Start();
        _pool.Start();
        await Scheduler.OpenAsync().ConfigureAwait(false);
    }
}
