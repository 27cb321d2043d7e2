using BlazorTasks.Cluster;
using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Forms;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>
/// Starts, finds, watches and cancels tasks. Registered as a singleton: all subscribers see the same committed changes in the
/// same order.
/// </summary>
public sealed partial class TaskMonitor : IAsyncDisposable
{
    private readonly TaskEngine _engine;
    private readonly TaskCatalog _catalog;
    private readonly ISecretProtector _secrets;

    /// <summary>Created by dependency injection. See AddBlazorTasksCore.</summary>
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
        _engine = new TaskEngine(options.Value, store, catalog, uploads, secrets, scopes, time, loggers, ExecuteAsync);
        (_catalog, _secrets) = (catalog, secrets);
        Schedules = new ScheduleMonitor(_engine, catalog);
        Keys = new ApiKeyRegistry(StoreAsync, time);
        Settings = new PersonSettings(StoreAsync);
        Uploads = uploads;
    }

    /// <summary>Gets the definitions that can be started by name.</summary>
    public TaskCatalog Definitions => _catalog;

    /// <summary>Gets the schedules: recurring starts of definitions.</summary>
    public ScheduleMonitor Schedules { get; }

    /// <summary>Gets the API keys, with which programs act for people.</summary>
    public ApiKeyRegistry Keys { get; }

    /// <summary>Gets what people have set for themselves.</summary>
    public PersonSettings Settings { get; }

    /// <summary>Gets the store of files uploaded as inputs.</summary>
    public UploadStore Uploads { get; }

    /// <summary>Gets the store of files returned as results.</summary>
    public UploadStore ResultFiles => _engine.Runtime.ResultFiles;

    /// <summary>
    /// Returns what a person may see and do: the way to tasks for everything that acts for people. The monitor itself is for
    /// trusted code.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="current">Returns the person as of now, with their current roles, or null if they have lost all access.
    /// Called before every command. Null if the rights cannot change.</param>
    /// <param name="limit">Counts an action, and returns what to throw if there were too many. Null for no limits.</param>
    public TaskAccess For(
        Person person,
        Func<ValueTask<Person?>>? current = null,
        Func<Person, RateLimitedAction, TooManyRequestsException?>? limit = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new TaskAccess(this, person, current, limit);
    }

    /// <summary>Gets the currently active tasks. Read it again after each frame.</summary>
    public ActiveTasks Active => _engine.Board.Active;

    /// <summary>Gets the recent load of this process.</summary>
    public TaskActivity Activity => _engine.Statistics.Activity.Read();

    /// <summary>Gets the number of subscriptions.</summary>
    public int Subscribers => _engine.Runtime.Feed.Subscribers;

    /// <summary>
    /// Gets the tasks that were cancelled or timed out but whose code did not stop: it is still running in this process and
    /// holds its concurrency slot, and its output is discarded.
    /// </summary>
    public IReadOnlyList<TaskId> OrphanedAttempts => _engine.Runtime.Attempts.Orphaned;

    /// <summary>How many slots of this process are taken, of how many.</summary>
    public SlotUsage Slots => _engine.Runtime.Queue.Usage;

    /// <summary>
    /// Gets the time since when storage has been unavailable: writes fail, or one has taken longer than
    /// <see cref="BlazorTasksOptions.CommandTimeout"/>. Null if storage is available. Running tasks continue meanwhile.
    /// </summary>
    public DateTimeOffset? StorageFailingSince => _engine.Runtime.Journal.CircuitBreaker.FailingSince;

    /// <summary>Gets whether storage is unavailable because the disk is full.</summary>
    public bool IsStorageFull => _engine.Runtime.Journal.CircuitBreaker.IsFull;

    /// <summary>Checks the health of the engine with a trial write to the store. Takes at most one second.</summary>
    public Task<TaskHealth> CheckHealthAsync() => _engine.Health.RunAsync();

    /// <summary>
    /// Opens the store and recovers the tasks of an earlier process. Called by the host at startup, otherwise by the first
    /// start of a task.
    /// </summary>
    /// <exception cref="TaskStoreException">The store cannot be used. The message explains why in one sentence.</exception>
    public Task OpenAsync() => _engine.Lifetime.OpenAsync();

    /// <summary>
    /// Subscribes to changes. The first change after a quiet period is reported immediately, further changes in frames, at
    /// most ten per second. The callback runs on the feed's own thread and must return immediately.
    /// </summary>
    /// <returns>A subscription that ends when it is disposed.</returns>
    public IDisposable Subscribe(Action<TaskFrame> onFrame)
    {
        ArgumentNullException.ThrowIfNull(onFrame);
        _ = _engine.Lifetime.OpenAsync();
        return _engine.Runtime.Feed.Subscribe(onFrame);
    }

    /// <summary>
    /// Subscribes to every event, in order, immediately after its commit and with the resulting task. Intended for code that
    /// must not miss any event; to display tasks, <see cref="Subscribe"/> is cheaper. The callback runs on the journal's own
    /// thread and must return immediately.
    /// </summary>
    /// <returns>A subscription that ends when it is disposed.</returns>
    public IDisposable SubscribeEvents(Action<TaskSnapshot, TaskEvent> onEvent)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        _ = _engine.Lifetime.OpenAsync();
        return _engine.Commits.SubscribeToAllNodes(onEvent);
    }

    /// <summary>Returns the handle of an unfinished task, or null.</summary>
    public MonitoredTask? Find(TaskId id) => _engine.Runtime.Live.Find(id);

    /// <summary>Returns a task, live or from the history, or null if it does not exist.</summary>
    public async Task<TaskSnapshot?> GetAsync(TaskId id, CancellationToken cancellationToken = default) =>
        Find(id)?.Snapshot ?? await (await StoreAsync().ConfigureAwait(false)).FindAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns a task as it is stored.</summary>
    internal async Task<TaskSnapshot?> FindStoredAsync(TaskId id, CancellationToken cancellationToken) =>
        await (await StoreAsync().ConfigureAwait(false)).FindAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Records that a person was denied an action.</summary>
    internal Task<CommandResult> DenyAsync(TaskSnapshot task, Person by, AuditAction action, string message) =>
        _engine.Runtime.ActionAudit.NotAllowedAsync(task, by, action, message);

    /// <summary>Gets the clock.</summary>
    internal TimeProvider Time => _engine.Runtime.Time;

    /// <summary>Requests cancellation of a task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who requests it. Shown to everyone who views the task.</param>
    /// <returns>Whether the request was accepted and, if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> CancelAsync(TaskId id, string? by = null) =>
        await RunAsync(id, new NodeCommand(NodeCommandKind.Cancel) { By = by }).ConfigureAwait(false)
            ?? await EndedAsync(id).ConfigureAwait(false);

    /// <summary>
    /// Cancels the tasks of an owner whose last open page was closed, as far as their policy requires it
    /// (<see cref="TaskPolicy.CancelAfterOwnerLeaves"/>).
    /// </summary>
    /// <param name="owner">The owner.</param>
    /// <param name="absence">How long the owner has had no open page.</param>
    /// <param name="by">Who is shown as having requested the cancellation.</param>
    /// <returns>The number of tasks whose cancellation was requested.</returns>
    public async Task<int> CancelTasksOfAbsentOwnerAsync(string owner, TimeSpan absence, string by)
    {
        var tasks = _engine.Runtime.Live.CancelledByAbsenceOf(owner, absence).ToList();
        foreach (var task in tasks)
        {
            await task.CancelAsync(by).ConfigureAwait(false);
        }

        return tasks.Count;
    }

    /// <summary>
    /// Retries a finished task with the same input as its next attempt. A task that succeeded cannot be retried; start a new
    /// one instead.
    /// </summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who requests it.</param>
    /// <returns>Whether the request was accepted and, if not, why. Returns after the request is stored.</returns>
    public async Task<CommandResult> RetryAsync(TaskId id, string? by = null)
    {
        if (await GetAsync(id).ConfigureAwait(false) is not { } task)
        {
            return CommandResult.NotFound(id);
        }

        if (!Lifecycle.Allows(task.State, TaskState.Queued) || !task.State.IsFinal())
        {
            return CommandResult.NotNow(
                task,
                task.State == TaskState.Succeeded
                    ? $"{task.Name} succeeded and cannot be retried. Start a new task instead."
                    : $"{task.Name} has not finished yet.");
        }

        if (await _engine.Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(task).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        if (task.Definition is not { } name || Definitions.Find(name) is not { } definition)
        {
            return CommandResult.NotNow(
                task,
                task.IsExternal
                    ? $"{task.Name} is an external task and cannot be retried. Run its script again."
                    : $"{task.Name} cannot be retried: it was started from a lambda, or its definition no longer exists.");
        }

        var live = await _engine.Rehydration.RehydrateToRunAsync(
            task,
            await _engine.Rehydration.WorkAsync(task, definition).ConfigureAwait(false)).ConfigureAwait(false);
        return await live.AcceptAsync(new TaskRetried(by)).ConfigureAwait(false);
    }

    /// <summary>Returns statistics about the latest runs of a definition.</summary>
    public DefinitionStatistics StatisticsOf(string definition) => _engine.Statistics.Of(definition);

    /// <summary>Removes a finished task from the list of active tasks. It stays in the history.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who dismisses it.</param>
    /// <returns>Whether the request was accepted and, if not, why. Returns after it is stored.</returns>
    public async Task<CommandResult> DismissAsync(TaskId id, string? by = null) => await GetAsync(id).ConfigureAwait(false) switch
    {
        null => CommandResult.NotFound(id),
        { DismissedAt: not null } already => CommandResult.AlreadyDismissed(already),
        { FinishedAt: null } running => CommandResult.NotNow(running, $"{running.Name} has not finished yet. Cancel it first."),
        { } ended => await _engine.Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(ended).ConfigureAwait(false)
            ?? await _engine.Rehydration.Rehydrate(ended).AcceptAsync(new TaskDismissed(by)).ConfigureAwait(false),
    };

    /// <summary>
    /// Permanently deletes a finished task with its events, log, answers and result. Its child tasks are not deleted.
    /// </summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who deletes it. Recorded in the audit log (<see cref="AuditAsync"/>).</param>
    /// <returns>Whether the task was deleted and, if not, why.</returns>
    public async Task<CommandResult> RemoveAsync(TaskId id, string? by = null) => await GetAsync(id).ConfigureAwait(false) switch
    {
        null => CommandResult.NotFound(id),
        { FinishedAt: null } running => CommandResult.NotNow(running, $"{running.Name} has not finished yet. Cancel it first."),
        { } ended => await _engine.Runtime.Journal.CircuitBreaker.RejectIfUnavailableAsync(ended).ConfigureAwait(false)
            ?? await _engine.Removal.RemoveAsync(ended, by).ConfigureAwait(false),
    };

    /// <summary>
    /// Stops running tasks, stores their outcomes and closes the store. Takes at most
    /// <see cref="BlazorTasksOptions.ShutdownTimeout"/>.
    /// </summary>
    public Task StopAsync() => _engine.Lifetime.StopAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task<ITaskStore> StoreAsync()
    {
        await _engine.Lifetime.OpenAsync().ConfigureAwait(false);
        return _engine.Runtime.Store;
    }
}
