namespace BlazorTasks.Storage;

/// <content>The queries of tasks.</content>
internal sealed partial class InMemoryTaskStore
{
    /// <inheritdoc />
    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken) =>
        Read(() => _tasks.GetValueOrDefault(id)?.Snapshot);

    /// <inheritdoc />
    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        Read(() => TaskCursor.Page(query, Walk(query, TaskCursor.Of(query))));

    /// <inheritdoc />
    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken) =>
        Read(() => Matching(query).Take(limit).Count());

    /// <inheritdoc />
    public Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var from = query.From ?? throw new ArgumentException("From is required to count outcomes.", nameof(query));
        return Read(() => (IReadOnlyList<OutcomeCount>)[.. Matching(query)
            .GroupBy(stored => (At: from + (step * Math.Floor((stored.Snapshot.FinishedAt!.Value - from) / step)), stored.Snapshot.State))
            .Select(group => new OutcomeCount(group.Key.At, group.Key.State, group.Count()))
            .OrderBy(count => count.From).ThenBy(count => count.State)]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        Read(() => DurationPercentiles.Of(Matching(query).Reverse().Select(stored => stored.Snapshot)
            .Where(task => task.Duration is not null).Take(newest).Select(task => (task.Definition, task.Name, task.Duration!.Value))));

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<string>)
        [
            .. _finished.Where(stored => owner is null || stored.Snapshot.Owner == owner)
                .SelectMany(stored => ValuesOf(stored.Snapshot, facet))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Take(limit),
        ]);

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<TaskSnapshot>)
        [
            .. _tasks.Values.Where(stored => stored.AnsweredAt >= since && (owner is null || stored.Snapshot.Owner == owner))
                .OrderByDescending(stored => stored.AnsweredAt)
                .Take(limit)
                .Select(stored => stored.Snapshot),
        ]);

    private static IEnumerable<string> ValuesOf(TaskSnapshot task, TaskFacet facet) => facet switch
    {
        TaskFacet.Definition => task.Definition is null ? [] : [task.Definition],
        TaskFacet.Owner => task.Owner is null ? [] : [task.Owner],
        TaskFacet.Error => TaskQuery.ErrorOf(task) is { } error ? [error] : [],
        _ => task.Tags,
    };

    private IEnumerable<StoredTask> Matching(TaskQuery query) =>
        (query.Finished ? _finished : _tasks.Values.AsEnumerable()).Where(stored => query.Matches(stored.Snapshot, () => stored.Text));

    private IEnumerable<TaskSnapshot> Walk(TaskQuery query, TaskCursor? from)
    {
        var upwards = query.Ascending == (from?.Forward ?? true);
        var found = Matching(query).Select(stored => (stored.Snapshot, Place: TaskCursor.At(stored.Snapshot, query.Sort)));
        if (from is { } place)
        {
            found = found.Where(one => upwards ? one.Place.CompareTo(place) > 0 : one.Place.CompareTo(place) < 0);
        }

        var order = Comparer<TaskCursor>.Create((a, b) => a.CompareTo(b));
        return (
            upwards
                ? found.OrderBy(one => one.Place, order)
                : found.OrderByDescending(one => one.Place, order)).Select(one => one.Snapshot);
    }
}
