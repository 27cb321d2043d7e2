using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Forms;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>
/// The one place to start, find, watch and stop tasks. A singleton: everyone who subscribes here sees the same, in the
/// same order, and only what is stored.
/// </summary>
public sealed partial class TaskMonitor : IAsyncDisposable
{
    private readonly TaskEngine _engine;
    private readonly ISecretProtector _secrets;
    private readonly Lazy<Task> _stop;

    /// <summary>Made by the services: see AddBlazorTasksCore.</summary>
    public TaskMonitor(
        IOptions<BlazorTasksOptions> options,
        ITaskStore store,
        TaskCatalog catalog,
        UploadStore uploads,
        ISecretProtector secrets,
        IServiceScopeFactory scopes,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _engine = new TaskEngine(options.Value, store, catalog, uploads, secrets, scopes, time, loggers);
        _stop = new Lazy<Task>(() => _engine.StopAsync());
        _secrets = secrets;
        Uploads = uploads;
    }

    /// <summary>What can be started by name.</summary>
    public TaskCatalog Definitions => _engine.Catalog;

    /// <summary>Files that people uploaded as inputs.</summary>
    public UploadStore Uploads { get; }

    /// <summary>Files that tasks returned as their results.</summary>
    public UploadStore ResultFiles => _engine.ResultFiles;

    /// <summary>The tasks that concern people now. Read it again after each frame.</summary>
    public ActiveTasks Active => _engine.Board.Active;

    /// <summary>How busy this process was lately.</summary>
    public TaskActivity Activity => _engine.Statistics.Activity.Read();

    /// <summary>How many subscriptions there are.</summary>
    public int Subscribers => _engine.Feed.Subscribers;

    /// <summary>The tasks that were cancelled, or whose time was over, and whose code did not stop: it still runs here, unheard, and holds its slot.</summary>
    public IReadOnlyList<TaskId> OrphanedAttempts => _engine.OrphanedAttempts;

    /// <summary>How many slots of this process are taken, of how many.</summary>
    public SlotUsage Slots => _engine.Queue.Usage;

    /// <summary>Since when nothing can be stored: writes fail, or one has not come back for longer than <see cref="BlazorTasksOptions.CommandTimeout"/>. Null if all is well. Running tasks go on meanwhile.</summary>
    public DateTimeOffset? StorageFailingSince => _engine.Journal.CircuitBreaker.FailingSince;

    /// <summary>Whether nothing can be stored because the disk is full.</summary>
    public bool IsStorageFull => _engine.Journal.CircuitBreaker.IsFull;

    /// <summary>Looks how the engine is, with a trial write to the store. Takes at most a second.</summary>
    public Task<TaskHealth> CheckHealthAsync() => _engine.CheckHealthAsync();

    /// <summary>Opens the store and takes up what an earlier process left. The host calls it at start; otherwise the first task does.</summary>
    /// <exception cref="TaskStoreException">The store cannot be used; the message says in one sentence why.</exception>
    public Task OpenAsync() => _engine.OpenAsync();

    /// <summary>
    /// Tells what changed: the first change after a quiet moment at once, then in frames, at most ten a second. The
    /// callback runs on the feed's own thread and must return at once.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable Subscribe(Action<TaskFrame> onFrame)
    {
        ArgumentNullException.ThrowIfNull(onFrame);
        _ = _engine.OpenAsync();
        return _engine.Feed.Subscribe(onFrame);
    }

    /// <summary>
    /// Tells of every event right after its commit, in order, with the task after it. For programs that must miss none;
    /// to show tasks to people, <see cref="Subscribe"/> costs less. The callback runs on the journal's own thread and must
    /// return at once.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    public IDisposable SubscribeEvents(Action<TaskSnapshot, TaskEvent> onEvent)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        _ = _engine.OpenAsync();
        return _engine.Commits.Subscribe(onEvent);
    }

    /// <summary>The handle of a task that has not ended, or null.</summary>
    public MonitoredTask? Find(TaskId id) => _engine.Find(id);

    /// <summary>A task, live or from the history, or null if nobody knows it.</summary>
    public async Task<TaskSnapshot?> GetAsync(TaskId id, CancellationToken cancellationToken = default) =>
        Find(id)?.Snapshot ?? await (await StoreAsync().ConfigureAwait(false)).FindAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks a task to stop.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who asks; shown to everyone who looks at it.</param>
    /// <returns>Whether it was accepted, and if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> CancelAsync(TaskId id, string? by = null)
    {
        if (Find(id) is { } live)
        {
            return await live.CancelAsync(by).ConfigureAwait(false);
        }

        return await GetAsync(id).ConfigureAwait(false) is { } ended ? CommandResult.AlreadyFinal(ended) : CommandResult.NotFound(id);
    }

    /// <summary>Tells that a person's last open page has been closed for a while: those of their tasks that want to end then are cancelled (<see cref="TaskPolicy.CancelWhenOwnerGone"/>).</summary>
    /// <param name="owner">The person.</param>
    /// <param name="gone">For how long no page of theirs has been open.</param>
    /// <param name="by">What is shown as the one who asked.</param>
    /// <returns>How many tasks were asked to stop.</returns>
    public async Task<int> CancelLeftAsync(string owner, TimeSpan gone, string by)
    {
        var left = _engine.LeftBy(owner, gone).ToList();
        foreach (var task in left)
        {
            await task.CancelAsync(by).ConfigureAwait(false);
        }

        return left.Count;
    }

    /// <summary>Runs a task that has ended once more: the same task, the same input, its next attempt. A task that succeeded is not retried; start it anew.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who asks.</param>
    /// <returns>Whether it was accepted, and if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> RetryAsync(TaskId id, string? by = null)
    {
        if (await GetAsync(id).ConfigureAwait(false) is not { } task)
        {
            return CommandResult.NotFound(id);
        }

        if (!Lifecycle.Allows(task.State, TaskState.Queued) || !task.State.IsFinal())
        {
            return CommandResult.NotNow(task, task.State == TaskState.Succeeded ? $"{task.Name} succeeded. Start it anew to run it again." : $"{task.Name} has not ended.");
        }

        if (await RefuseIfUnavailableAsync(task).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        if (task.Definition is not { } name || Definitions.Find(name) is not { } definition)
        {
            return CommandResult.NotNow(
                task,
                task.IsExternal
                    ? $"{task.Name} cannot be retried from here: run its script again."
                    : $"{task.Name} cannot be retried: it was started from a lambda, or its definition is gone.");
        }

        var live = await _engine.RehydrateToRunAsync(task, await Recovery.WorkAsync(_engine, task, definition).ConfigureAwait(false)).ConfigureAwait(false);
        return await live.AcceptAsync(new TaskRetried(by)).ConfigureAwait(false);
    }

    /// <summary>What is known about a definition from its last runs.</summary>
    public DefinitionStatistics StatisticsOf(string definition) => _engine.Statistics.Of(definition);

    /// <summary>Takes a finished task off the list of active ones. It stays in the history.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who does.</param>
    /// <returns>Whether it was accepted, and if not, why. Returns after it is stored.</returns>
    public async Task<CommandResult> DismissAsync(TaskId id, string? by = null) => await GetAsync(id).ConfigureAwait(false) switch
    {
        null => CommandResult.NotFound(id),
        { DismissedAt: not null } already => CommandResult.AlreadyDismissed(already),
        { FinishedAt: null } running => CommandResult.NotNow(running, $"{running.Name} has not ended. Cancel it first."),
        { } ended => await RefuseIfUnavailableAsync(ended).ConfigureAwait(false) ?? await _engine.Rehydrate(ended).AcceptAsync(new TaskDismissed(by)).ConfigureAwait(false),
    };

    /// <summary>Removes a task that has ended from the history, with its events, its log, its answers and its result. It cannot be undone; tasks that it started stay.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who does; the audit keeps it (<see cref="AuditAsync"/>).</param>
    /// <returns>Whether it is gone, and if not, why.</returns>
    public async Task<CommandResult> RemoveAsync(TaskId id, string? by = null) => await GetAsync(id).ConfigureAwait(false) switch
    {
        null => CommandResult.NotFound(id),
        { FinishedAt: null } running => CommandResult.NotNow(running, $"{running.Name} has not ended. Cancel it first."),
        { } ended => await RefuseIfUnavailableAsync(ended).ConfigureAwait(false) ?? await _engine.TaskRemoval.RemoveAsync(ended, by).ConfigureAwait(false),
    };

    /// <summary>Stops running tasks, stores how each ended and closes the store. Takes at most <see cref="BlazorTasksOptions.ShutdownTimeout"/>.</summary>
    public Task StopAsync() => _stop.Value;

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>Why nothing may change a task that has ended just now, or null. A moment's trouble of the store is waited out.</summary>
    private async ValueTask<CommandResult?> RefuseIfUnavailableAsync(TaskSnapshot task) =>
        await _engine.Journal.CircuitBreaker.WaitUntilAvailableAsync().ConfigureAwait(false) is { } since ? CommandResult.Unavailable(task, since, _engine.Journal.CircuitBreaker.IsFull) : null;

    private async Task<ITaskStore> StoreAsync()
    {
        await _engine.OpenAsync().ConfigureAwait(false);
        return _engine.Store;
    }
}
