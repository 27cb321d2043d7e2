using System.Runtime.CompilerServices;
using System.Text.Json;
using BlazorTasks.Storage;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    private const int EventPage = 2_000;

    /// <summary>One page of tasks from the store, newest first.</summary>
    public async Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).ListAsync(query, cancellationToken).ConfigureAwait(false);

    /// <summary>All tasks that match, a page of the store at a time: whatever their number, few are in memory.</summary>
    public async IAsyncEnumerable<TaskSnapshot> ListAllAsync(TaskQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await foreach (var task in (await StoreAsync().ConfigureAwait(false)).ListAllAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return task;
        }
    }

    /// <summary>How many tasks match, counted up to <paramref name="limit"/>.</summary>
    public async Task<int> CountAsync(TaskQuery query, int limit = 10_000, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).CountAsync(query, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>How the finished tasks that match ended, counted by equal lengths of time from the query's From to its To. Empty ones are left out.</summary>
    public async Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).OutcomesAsync(query, step, cancellationToken).ConfigureAwait(false);

    /// <summary>How long the newest finished tasks that match took, by definition; at most <paramref name="newest"/> are looked at.</summary>
    public async Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest = 10_000, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).DurationsAsync(query, newest, cancellationToken).ConfigureAwait(false);

    /// <summary>The different definitions, owners or tags of finished tasks, in order.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, int limit = 100, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).ValuesAsync(facet, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>The tasks in which a question was answered, or ran out of time, since a time: the newest answer first.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(DateTimeOffset since, int limit = 20, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).AnsweredAsync(since, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>What people did to tasks, and what they were not allowed to do, the newest first: one page. It is there also for tasks that have been removed.</summary>
    public async Task<AuditEntryPage> AuditAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await (await StoreAsync().ConfigureAwait(false)).Audit.ReadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The processes that work, or have worked, on this history: this one first, the newest <see cref="ITaskNodes.Remembered"/> in all.</summary>
    public async Task<IReadOnlyList<TaskNode>> NodesAsync(CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).Nodes.ListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Everything about a task that its snapshot leaves out, or null if nobody knows it.</summary>
    public async Task<TaskDetails?> ReadAsync(TaskId id, CancellationToken cancellationToken = default)
    {
        var store = await StoreAsync().ConfigureAwait(false);
        var milestones = await store.MilestonesAsync(id, cancellationToken).ConfigureAwait(false);
        return milestones is [TaskCreated created, ..]
            ? new TaskDetails(
                milestones.InputOf(),
                milestones.OfType<TaskSucceeded>().LastOrDefault()?.Result,
                milestones.OfType<TaskFailed>().LastOrDefault()?.Error,
                milestones)
            : null;
    }

    /// <summary>The events of a task with numbers above <paramref name="after"/>, in order.</summary>
    public async Task<IReadOnlyList<TaskEvent>> ReadEventsAsync(TaskId id, long after, int limit, EventKinds kinds = EventKinds.All, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).EventsAsync(id, after, limit, kinds, cancellationToken).ConfigureAwait(false);

    /// <summary>A task as it was after its event number <paramref name="seq"/>: its events, applied up to there. Null if nobody knows it.</summary>
    public async Task<TaskSnapshot?> ReadAtAsync(TaskId id, long seq, CancellationToken cancellationToken = default)
    {
        TaskSnapshot? task = null;
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await ReadEventsAsync(id, task?.Seq ?? 0, EventPage, EventKinds.All, cancellationToken).ConfigureAwait(false);
            foreach (var happened in page.TakeWhile(happened => task is null || happened.Seq <= seq))
            {
                task = task?.Apply(happened) ?? TaskSnapshot.From(id, (TaskCreated)happened);
            }
        }
        while (page.Count == EventPage && page[^1].Seq <= seq);
        return task;
    }

    /// <summary>The log chunks of a task from the one that holds line <paramref name="firstLine"/> on, for <paramref name="lines"/> numbers. Dropped lines have numbers too; a chunk may tell of them alone.</summary>
    public async Task<IReadOnlyList<TaskLogged>> ReadLogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken = default) =>
        await (await StoreAsync().ConfigureAwait(false)).LogAsync(id, firstLine, lines, cancellationToken).ConfigureAwait(false);
}

/// <summary>What a snapshot leaves out because it is large.</summary>
/// <param name="Input">What it was started with, or null for a lambda.</param>
/// <param name="Result">What it returned, or null.</param>
/// <param name="Error">The exception of its last failure, or null.</param>
/// <param name="Milestones">What happened, in order, without log lines and progress.</param>
public sealed record TaskDetails(JsonElement? Input, JsonElement? Result, TaskError? Error, IReadOnlyList<TaskEvent> Milestones)
{
    /// <summary>What people see instead of a secret.</summary>
    public const string SecretMask = SecretText.Mask;

    /// <summary>Whether a value of an input is a secret: it is kept so that only the task's code can read it, and never shown.</summary>
    public static bool IsSecret(JsonElement value) => value.ValueKind == JsonValueKind.String && SecretText.IsProtected(value.GetString()!);
}
