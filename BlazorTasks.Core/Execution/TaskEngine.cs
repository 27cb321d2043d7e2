using System.Collections.Concurrent;
using BlazorTasks.Definitions;
using BlazorTasks.Journal;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>The parts behind <see cref="TaskMonitor"/>, wired together: queue, journal, feed, board and the live tasks.</summary>
internal sealed class TaskEngine
{
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _live = new();
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _underWay = new();
    private readonly Lazy<Task> _open;
    private volatile bool _stopping;

    public TaskEngine(
        BlazorTasksOptions options,
        ITaskStore store,
        TaskCatalog catalog,
        IServiceScopeFactory scopes,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (Options, Store, Catalog, Scopes, Time) = (options, store, catalog, scopes, time);
        Board = new TaskBoard(options);
        Feed = new TaskFeed(Board, time, loggers.CreateLogger<TaskFeed>());
        Journal = new TaskJournal(store, time, loggers.CreateLogger<TaskJournal>());
        Queue = new TaskQueue(options.MaxConcurrency);
        _open = new Lazy<Task>(OpenCoreAsync);
    }

    public BlazorTasksOptions Options { get; }

    public ITaskStore Store { get; }

    public TaskCatalog Catalog { get; }

    public IServiceScopeFactory Scopes { get; }

    public TimeProvider Time { get; }

    public TaskBoard Board { get; }

    public TaskFeed Feed { get; }

    public TaskJournal Journal { get; }

    public TaskQueue Queue { get; }

    /// <summary>Opens the store and takes up what an earlier process left, once.</summary>
    public Task OpenAsync() => _open.Value;

    public MonitoredTask? Find(TaskId id) => _live.GetValueOrDefault(id);

    public MonitoredTask<T> Start<T>(TaskCreated created, TaskBody body, TaskCompletionSource? committed = null)
    {
        if (_stopping)
        {
            throw new InvalidOperationException($"'{created.Name}' was not started: the server is shutting down.");
        }

        _ = OpenAsync();
        var now = Time.UtcMicros();
        created.Stamp(1, now, 0);
        var task = new MonitoredTask<T>(this, TaskSnapshot.From(TaskId.New(now), created), body);
        _live[task.Id] = task;
        task.AppendCreated(created, committed);
        Queue.Enqueue(task, created.Priority);
        return task;
    }

    /// <summary>Makes a task of the store live again, to change it.</summary>
    public MonitoredTask TakeUp(TaskSnapshot snapshot, TaskBody? body = null) =>
        _live.GetOrAdd(snapshot.Id, _ => new MonitoredTask<object?>(this, snapshot, body));

    public void OnClaimed(MonitoredTask task) => _underWay[task.Id] = task;

    public void OnClaimRefused(MonitoredTask task) => _underWay.TryRemove(task.Id, out _);

    public void OnAttemptEnded(MonitoredTask task)
    {
        _underWay.TryRemove(task.Id, out _);
        Queue.Release();
    }

    public void OnFinished(MonitoredTask task) => _live.TryRemove(task.Id, out _);

    /// <summary>Tells running tasks to stop, waits for them as long as allowed, and writes how each ended.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        Queue.Close();
        var running = _underWay.Values.ToList();
        foreach (var task in running)
        {
            task.Shutdown();
        }

        var ended = Task.WhenAll(running.Select(task => task.Completion));
        using var timeout = new CancellationTokenSource(Options.ShutdownTimeout, Time);
        await ended.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var task in running)
        {
            task.Abandon(new TaskInterrupted(TaskReason.Shutdown, "The server was shut down, and the task did not stop in time."));
        }

        await Journal.DisposeAsync().ConfigureAwait(false);
        await Feed.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenCoreAsync()
    {
        await Store.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await new Recovery(this).RunAsync().ConfigureAwait(false);
        Journal.Start();
        Feed.Start();
    }
}
