using BlazorTasks.Storage;

namespace BlazorTasks.App.Hosting;

/// <summary>A store whose commits go through a <see cref="FaultPoint"/>.</summary>
internal sealed class FaultyStore(ITaskStore store, FaultPoint point) : ITaskStore
{
    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task OpenToReadAsync(CancellationToken cancellationToken) => store.OpenToReadAsync(cancellationToken);

    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken) =>
        point.CommitAsync(entries, () => store.CommitAsync(entries, cancellationToken));

    public Task ProbeAsync(CancellationToken cancellationToken) => store.ProbeAsync(cancellationToken);

    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken) => store.CountAsync(query, limit, cancellationToken);

    public Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken) =>
        store.OutcomesAsync(query, step, cancellationToken);

    public Task<IReadOnlyList<DurationSpread>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        store.DurationsAsync(query, newest, cancellationToken);

    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, int limit, CancellationToken cancellationToken) => store.ValuesAsync(facet, limit, cancellationToken);

    public Task<KeyUse?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        store.FindKeyAsync(owner, key, since, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken) =>
        store.PurgeAsync(before, keep, most, cancellationToken);

    public Task<IReadOnlyList<TaskEvent>> EventsAsync(TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken) =>
        store.EventsAsync(id, after, limit, kinds, cancellationToken);

    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken) =>
        store.LogAsync(id, firstLine, lines, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
