using System.Runtime.CompilerServices;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    private const int EventPage = 2_000;

    /// <summary>Returns one page of tasks from the store, newest first.</summary>
    public async Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).ListAsync(query, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns all matching tasks, one page at a time, so that only a few are in memory.</summary>
    public async IAsyncEnumerable<TaskSnapshot> ListAllAsync(
        TaskQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await foreach (var task in (await StoreAsync().ConfigureAwait(false)).ListAllAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return task;
        }
    }

    /// <summary>Counts the matching tasks, up to <paramref name="limit"/>.</summary>
    public async Task<int> CountAsync(TaskQuery query, int limit = 10_000, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).CountAsync(query, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Counts the outcomes of the matching finished tasks in equal intervals between the query's From and To. Empty intervals
    /// are omitted.
    /// </summary>
    public async Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(
        TaskQuery query,
        TimeSpan step,
        CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).OutcomesAsync(query, step, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Returns the durations of the newest matching finished tasks by definition. At most <paramref name="newest"/> tasks are
    /// considered.
    /// </summary>
    public async Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(
        TaskQuery query,
        int newest = 10_000,
        CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).DurationsAsync(query, newest, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the distinct definitions, owners or tags of finished tasks, sorted.</summary>
    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, int limit = 100, CancellationToken cancellationToken = default) =>
        ValuesAsync(facet, owner: null, limit, cancellationToken);

    /// <summary>Returns the distinct definitions, owners or tags of the finished tasks of one owner, or of all.</summary>
    internal async Task<IReadOnlyList<string>> ValuesAsync(
        TaskFacet facet,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        await (await StoreAsync().ConfigureAwait(false)).ValuesAsync(facet, owner, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the tasks in which a prompt was answered or expired since the given time, newest first.</summary>
    public Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        int limit = 20,
        CancellationToken cancellationToken = default) => AnsweredAsync(since, owner: null, limit, cancellationToken);

    /// <summary>Returns the tasks of one owner, or of all, in which a prompt was answered or expired, newest first.</summary>
    internal async Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        await (await StoreAsync().ConfigureAwait(false)).AnsweredAsync(since, owner, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Returns one page of the audit log, newest first: what people did to tasks and what they were denied. Entries outlive
    /// the tasks they refer to.
    /// </summary>
    public async Task<AuditEntryPage> AuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await (await StoreAsync().ConfigureAwait(false)).Audit.ReadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns what is not part of a task's snapshot, or null if the task does not exist.</summary>
    public async Task<TaskDetails?> ReadAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        var store = await StoreAsync().ConfigureAwait(false);
        var milestones = await store.MilestonesAsync(id, cancellationToken).ConfigureAwait(false);
        return milestones.Count > 0
            ? new TaskDetails(
                milestones.InputOf(),
                milestones.OfType<TaskSucceeded>().LastOrDefault()?.Result,
                milestones.OfType<TaskFailed>().LastOrDefault()?.Error,
                milestones)
            : null;
    }

    /// <summary>Returns the events of a task with a number greater than <paramref name="after"/>, in order.</summary>
    public async Task<IReadOnlyList<TaskEvent>> ReadEventsAsync(
        TaskId id, long after, int limit, EventKinds kinds = EventKinds.All, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).EventsAsync(id, after, limit, kinds, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns a task as it was after event number <paramref name="seq"/>, or null if the task does not exist.</summary>
    public async Task<TaskSnapshot?> ReadAtAsync(TaskId id, long seq, CancellationToken cancellationToken = default)
    {
        TaskSnapshot? task = null;
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await ReadEventsAsync(id, task?.Seq ?? 0, EventPage, EventKinds.All, cancellationToken).ConfigureAwait(false);
            foreach (var taskEvent in page.TakeWhile(taskEvent => task is null || taskEvent.Seq <= seq))
            {
                task = task?.Apply(taskEvent) ?? TaskSnapshot.From(id, taskEvent);
            }
        }
        while (page.Count == EventPage && page[^1].Seq <= seq);
        return task;
    }

    /// <summary>
    /// Returns the log chunks of a task that contain the <paramref name="lines"/> lines from <paramref name="firstLine"/>.
    /// Dropped lines are numbered too; a chunk may consist of them alone.
    /// </summary>
    public async Task<IReadOnlyList<TaskLogged>> ReadLogAsync(
        TaskId id,
        long firstLine,
        int lines,
        CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).LogAsync(id, firstLine, lines, cancellationToken).ConfigureAwait(false);
}

/// <summary>The parts of a task that are too large for its snapshot.</summary>
/// <param name="Input">The input, or null for a lambda.</param>
/// <param name="Result">The result, or null.</param>
/// <param name="Error">The exception of the last failure, or null.</param>
/// <param name="Milestones">The events without log lines and progress, in order.</param>
public sealed record TaskDetails(JsonElement? Input, JsonElement? Result, TaskError? Error, IReadOnlyList<TaskEvent> Milestones)
{
    /// <summary>The placeholder that is shown instead of a secret.</summary>
    public const string SecretMask = SecretText.Mask;

    /// <summary>
    /// Returns whether a value of an input is a secret. Secrets are encrypted, can only be read by the task's code, and are
    /// never shown.
    /// </summary>
    public static bool IsSecret(JsonElement value) => value.ValueKind == JsonValueKind.String && SecretText.IsProtected(value.GetString()!);
}
