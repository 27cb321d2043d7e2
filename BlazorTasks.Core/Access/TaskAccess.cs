using System.Runtime.CompilerServices;
using BlazorTasks.Definitions;

namespace BlazorTasks;

/// <summary>
/// What a person may see and do: the only way from people to tasks (<see cref="TaskMonitor.For"/>). A task that they may not
/// see does not exist for them. Every command checks their current rights.
/// </summary>
public sealed partial class TaskAccess
{
    private readonly TaskMonitor _monitor;
    private readonly Func<ValueTask<Person?>>? _current;
    private readonly Func<Person, RateLimitedAction, TooManyRequestsException?>? _limit;
    private ScopedBoard? _board;

    internal TaskAccess(
        TaskMonitor monitor,
        Person person,
        Func<ValueTask<Person?>>? current,
        Func<Person, RateLimitedAction, TooManyRequestsException?>? limit = null)
    {
        (_monitor, _current, _limit, Person) = (monitor, current, limit, person);
        Schedules = new ScheduleAccess(monitor.Schedules, this);
        Keys = new KeyAccess(monitor.Keys, this);
        Deliveries = new DeliveryAccess(monitor, this);
    }

    /// <summary>Gets the person, with the rights that they had when this was created. Commands check the current ones.</summary>
    public Person Person { get; }

    /// <summary>Gets their access to schedules.</summary>
    public ScheduleAccess Schedules { get; }

    /// <summary>Gets their access to API keys.</summary>
    public KeyAccess Keys { get; }

    /// <summary>Gets their access to the deliveries of notifications.</summary>
    public DeliveryAccess Deliveries { get; }

    /// <summary>Gets the active tasks that they may see. Read it again after each frame.</summary>
    public ActiveTasks Active
    {
        get
        {
            var all = _monitor.Active;
            if (Person.SeesEverything)
            {
                return all; // shared by everyone who sees all tasks
            }

            if (_board is not { } board || !ReferenceEquals(board.Source, all))
            {
                _board = board = new ScopedBoard(all, all.For(Person));
            }

            return board.Tasks;
        }
    }

    /// <summary>Gets how many slots of this process are taken, or null for those who do not see all tasks.</summary>
    public SlotUsage? Slots => Person.SeesEverything ? _monitor.Slots : null;

    /// <summary>Gets how many attempts still run although their tasks have ended, or 0 for those who do not see all tasks.</summary>
    public int OrphanedAttempts => Person.SeesEverything ? _monitor.OrphanedAttempts.Count : 0;

    /// <inheritdoc cref="TaskMonitor.StorageFailingSince" />
    public DateTimeOffset? StorageFailingSince => _monitor.StorageFailingSince;

    /// <inheritdoc cref="TaskMonitor.IsStorageFull" />
    public bool IsStorageFull => _monitor.IsStorageFull;

    /// <summary>Subscribes to changes of the tasks that they may see. See <see cref="TaskMonitor.Subscribe"/>.</summary>
    /// <returns>A subscription that ends when it is disposed.</returns>
    public IDisposable Subscribe(Action<TaskFrame> onFrame)
    {
        ArgumentNullException.ThrowIfNull(onFrame);
        return Person.SeesEverything
            ? _monitor.Subscribe(onFrame)
            : _monitor.Subscribe(frame =>
            {
                if (Scoped(frame) is { } mine)
                {
                    onFrame(mine);
                }
            });
    }

    /// <summary>Returns the latest snapshot of an unfinished task, or null.</summary>
    public TaskSnapshot? FindLive(TaskId id) => _monitor.Find(id)?.Snapshot is { } task && Person.CanSee(task) ? task : null;

    /// <summary>Returns a task, or null if it does not exist for them.</summary>
    public async Task<TaskSnapshot?> GetAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        var task = await _monitor.GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (task is null || Person.CanSee(task))
        {
            return task;
        }

        if (_monitor.Find(id) is not null)
        {
            await _monitor.FindStoredAsync(id, cancellationToken).ConfigureAwait(false); // takes as long as for an unknown task
        }

        return null;
    }

    /// <summary>Whether they may pause a task, and it has a place at which it can pause.</summary>
    public bool CanPause(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task is { State: TaskState.Running, HasCheckpoints: true } && Person.CanManage(task);
    }

    /// <summary>Returns whether the code of a task that has ended is still running.</summary>
    public bool IsOrphaned(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Person.CanSee(task) && _monitor.OrphanedAttempts.Contains(task.Id);
    }

    /// <summary>Gets the definitions that they may start, ordered by group and title.</summary>
    public IReadOnlyList<TaskDefinition> Definitions =>
        Person.IsAdmin ? _monitor.Definitions.All : [.. _monitor.Definitions.All.Where(Person.CanStart)];

    /// <summary>Gets the definitions that cannot be started because of an error in the code. For administrators only.</summary>
    public IReadOnlyList<UnavailableDefinition> UnavailableDefinitions =>
        Person.IsAdmin ? _monitor.Definitions.Unavailable : [];

    /// <summary>
    /// Returns a definition, or null if it does not exist for them. Viewers get those without required roles, to read the
    /// input of tasks.
    /// </summary>
    public TaskDefinition? FindDefinition(string name) =>
        _monitor.Definitions.Find(name) is { } found && Person.CanSee(found) ? found : null;

    /// <summary>Explains why there is no definition with this name.</summary>
    public string WhyMissing(string name) =>
        Person.IsAdmin ? _monitor.Definitions.WhyMissing(name) : $"The definition '{name}' does not exist.";

    /// <summary>Returns statistics about the latest runs of a definition, as far as they may see them.</summary>
    public DefinitionStatistics StatisticsOf(string definition) =>
        _monitor.StatisticsOf(definition) is var all && Person.SeesEverything ? all : all.Of(Person.Id);

    /// <summary>Returns the recent load that the tasks they may see have caused.</summary>
    public async ValueTask<TaskActivity> ActivityAsync(CancellationToken cancellationToken = default)
    {
        if (Person.SeesEverything)
        {
            return _monitor.Activity;
        }

        var local = TimeZoneInfo.ConvertTime(_monitor.Time.GetUtcNow(), _monitor.Time.LocalTimeZone);
        var today = new TaskQuery { From = new DateTimeOffset(local.Date, local.Offset) };
        var counts = await OutcomesAsync(today, TimeSpan.FromDays(1), cancellationToken).ConfigureAwait(false);
        var failed = counts.Where(count => count.State == TaskState.Failed).Sum(count => count.Count);
        return new(
            counts.Sum(count => count.Count),
            failed,
            [Active.Count(TaskState.Running)],
            [Active.Count(TaskState.Queued)],
            [failed]);
    }

    /// <summary>Returns one page of tasks, newest first.</summary>
    public async Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken = default) =>
        Scoped(query) is { } mine
            ? await _monitor.ListAsync(mine, cancellationToken).ConfigureAwait(false)
            : new TaskPage([], null, null);

    /// <summary>Returns all matching tasks, one page at a time.</summary>
    public async IAsyncEnumerable<TaskSnapshot> ListAllAsync(
        TaskQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Scoped(query) is { } mine)
        {
            await foreach (var task in _monitor.ListAllAsync(mine, cancellationToken).ConfigureAwait(false))
            {
                yield return task;
            }
        }
    }

    /// <summary>Counts the matching tasks, up to <paramref name="limit"/>.</summary>
    public async Task<int> CountAsync(TaskQuery query, int limit = 10_000, CancellationToken cancellationToken = default) =>
        Scoped(query) is { } mine ? await _monitor.CountAsync(mine, limit, cancellationToken).ConfigureAwait(false) : 0;

    /// <inheritdoc cref="TaskMonitor.OutcomesAsync" />
    public async Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(
        TaskQuery query,
        TimeSpan step,
        CancellationToken cancellationToken = default) =>
        Scoped(query) is { } mine ? await _monitor.OutcomesAsync(mine, step, cancellationToken).ConfigureAwait(false) : [];

    /// <inheritdoc cref="TaskMonitor.DurationsAsync" />
    public async Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(
        TaskQuery query,
        int newest = 10_000,
        CancellationToken cancellationToken = default) =>
        Scoped(query) is { } mine ? await _monitor.DurationsAsync(mine, newest, cancellationToken).ConfigureAwait(false) : [];

    /// <summary>Returns the distinct definitions, owners or tags of finished tasks, sorted.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(
        TaskFacet facet,
        int limit = 100,
        CancellationToken cancellationToken = default) =>
        Person.Key is { Definitions.Count: > 0 }
            ? [] // the store knows them for all definitions only
            : await _monitor.ValuesAsync(facet, OwnerScope, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the tasks in which a prompt was answered or expired since the given time, newest first.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        int limit = 20,
        CancellationToken cancellationToken = default) =>
        [.. (await _monitor.AnsweredAsync(since, OwnerScope, limit, cancellationToken).ConfigureAwait(false)).Where(Person.CanSee)];

    /// <summary>Returns one page of the audit log, newest first. For administrators only.</summary>
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<AuditEntryPage> AuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        await AdminAsync("view the audit log").ConfigureAwait(false);
        return await _monitor.AuditAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the nodes that work or have worked on this history. For administrators only.</summary>
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<IReadOnlyList<TaskNode>> NodesAsync(CancellationToken cancellationToken = default)
    {
        await AdminAsync("view the nodes").ConfigureAwait(false);
        return await _monitor.NodesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="TaskMonitor.HasManyNodes" />
    public bool HasManyNodes => _monitor.HasManyNodes;

    /// <inheritdoc cref="TaskMonitor.DrainNodeAsync(Guid, string?)" />
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public Task<NodeResult> DrainNodeAsync(Guid node) =>
        AdministerAsync("drain nodes", by => _monitor.DrainNodeAsync(node, by.Name));

    /// <inheritdoc cref="TaskMonitor.UndrainNodeAsync" />
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public Task<NodeResult> UndrainNodeAsync(Guid node) =>
        AdministerAsync("undrain nodes", by => _monitor.UndrainNodeAsync(node, by.Name));

    /// <summary>Returns the definitions of waiting tasks that no running node knows. For administrators only.</summary>
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<IReadOnlyList<UnknownDefinition>> UnknownDefinitionsAsync(CancellationToken cancellationToken = default)
    {
        await AdminAsync("view the nodes").ConfigureAwait(false);
        return await _monitor.UnknownDefinitionsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns what is not part of a task's snapshot, or null if the task does not exist for them.</summary>
    public async Task<TaskDetails?> ReadAsync(TaskId id, CancellationToken cancellationToken = default) =>
        await SeesAsync(id, cancellationToken).ConfigureAwait(false)
            ? await _monitor.ReadAsync(id, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc cref="TaskMonitor.ReadEventsAsync" />
    public async Task<IReadOnlyList<TaskEvent>> ReadEventsAsync(
        TaskId id, long after, int limit, EventKinds kinds = EventKinds.All, CancellationToken cancellationToken = default) =>
        await SeesAsync(id, cancellationToken).ConfigureAwait(false)
            ? await _monitor.ReadEventsAsync(id, after, limit, kinds, cancellationToken).ConfigureAwait(false)
            : [];

    /// <inheritdoc cref="TaskMonitor.ReadAtAsync" />
    public async Task<TaskSnapshot?> ReadAtAsync(TaskId id, long seq, CancellationToken cancellationToken = default) =>
        await SeesAsync(id, cancellationToken).ConfigureAwait(false)
            ? await _monitor.ReadAtAsync(id, seq, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc cref="TaskMonitor.ReadLogAsync" />
    public async Task<IReadOnlyList<TaskLogged>> ReadLogAsync(
        TaskId id,
        long firstLine,
        int lines,
        CancellationToken cancellationToken = default) =>
        await SeesAsync(id, cancellationToken).ConfigureAwait(false)
            ? await _monitor.ReadLogAsync(id, firstLine, lines, cancellationToken).ConfigureAwait(false)
            : [];

    /// <summary>Gets the current time.</summary>
    internal DateTimeOffset Now => _monitor.Time.GetUtcNow();

    /// <summary>Gets the owner whose tasks they may find in the store, or null for everyone's.</summary>
    private string? OwnerScope => Person.SeesAllTasks ? null : Person.Id;

    /// <summary>Returns the query for what they may see, or null if that is nothing.</summary>
    private TaskQuery? Scoped(TaskQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (Person.Key is { Definitions.Count: > 0 } key)
        {
            query = query with { Definitions = query.Definitions.Count == 0 ? key.Definitions : [.. query.Definitions.Where(key.Covers)] };
            if (query.Definitions.Count == 0)
            {
                return null;
            }
        }

        return OwnerScope is not { } owner ? query
            : query.Owner is null || query.Owner == owner ? query with { Owner = owner }
            : null;
    }

    /// <summary>
    /// Returns the frame with the tasks that they may see, or null if it does not concern them. A task that no longer asks
    /// for one of their roles may leave their board with any frame.
    /// </summary>
    private TaskFrame? Scoped(TaskFrame frame)
    {
        var mine = frame.Changed.Where(one => Person.CanSee(one.Value)).ToDictionary();
        return mine.Count > 0 || frame.Removed.Count > 0 || Person.Roles.Count > 0 ? frame with { Changed = mine } : null;
    }

    private async Task<NodeResult> AdministerAsync(string what, Func<Person, Task<NodeResult>> command)
    {
        var by = await AdminAsync(what).ConfigureAwait(false);
        ActionOrigin.Current = ActionOrigin.Of(by);
        return await command(by).ConfigureAwait(false);
    }

    private async ValueTask<bool> SeesAsync(TaskId id, CancellationToken cancellationToken) =>
        Person.SeesEverything || await GetAsync(id, cancellationToken).ConfigureAwait(false) is not null;

    private sealed record ScopedBoard(ActiveTasks Source, ActiveTasks Tasks);
}
