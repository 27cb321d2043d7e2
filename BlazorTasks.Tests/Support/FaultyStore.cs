using BlazorTasks.Cluster;

namespace BlazorTasks.Tests.Support;

/// <summary>A store whose commits somebody stands in the way of: StoreTrouble in these tests, FaultPoint in the App under test.</summary>
/// <param name="store">The store.</param>
/// <param name="onCommit">Gets the entries and the commit, and makes it, or not.</param>
internal sealed class FaultyStore(ITaskStore store, Func<IReadOnlyList<StoreEntry>, Func<Task>, Task> onCommit) : ITaskStore, ITaskAudit
{
    public ITaskAudit Audit => this;

    public ITaskNodes Nodes => store.Nodes;

    public UnreadableTasks Unreadable => store.Unreadable;

    public ITaskSchedules Schedules => store.Schedules;

    public ITaskKeys Keys => store.Keys;

    public ITaskSettings Settings => store.Settings;

    public ITaskCluster? Cluster => store.Cluster;

    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task OpenToReadAsync(CancellationToken cancellationToken) => store.OpenToReadAsync(cancellationToken);

    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken) =>
        onCommit(entries, () => store.CommitAsync(entries, cancellationToken));

    public Task ProbeAsync(CancellationToken cancellationToken) => onCommit([], () => store.ProbeAsync(cancellationToken));

    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken) =>
        store.CountAsync(query, limit, cancellationToken);

    public Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken) =>
        store.OutcomesAsync(query, step, cancellationToken);

    public Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        store.DurationsAsync(query, newest, cancellationToken);

    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken) =>
        store.ValuesAsync(facet, owner, limit, cancellationToken);

    public Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        store.AnsweredAsync(since, owner, limit, cancellationToken);

    public Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        store.FindKeyAsync(owner, key, since, cancellationToken);

    public Task<IReadOnlyList<TaskId>> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken) =>
        store.PurgeAsync(before, keep, most, cancellationToken);

    public Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken) =>
        store.RemoveAsync(id, audit, cancellationToken);

    public Task<IReadOnlyList<TaskEvent>> EventsAsync(
        TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken) =>
        store.EventsAsync(id, after, limit, kinds, cancellationToken);

    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken) =>
        store.LogAsync(id, firstLine, lines, cancellationToken);

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        onCommit([], () => store.Audit.AddAsync(entry, cancellationToken));

    public Task<AuditEntryPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        store.Audit.ReadAsync(query, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        store.Audit.PurgeAsync(before, most, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
