namespace BlazorTasks.Storage;

/// <summary>
/// Stores tasks in the memory of this process: needs no setup, but does not survive a restart. Retains the newest
/// <see cref="MaxFinished"/> finished tasks.
/// </summary>
internal sealed partial class InMemoryTaskStore : ITaskStore, ITaskSchedules, ITaskKeys
{
    /// <summary>The maximum number of finished tasks.</summary>
    public const int MaxFinished = 10_000;

    /// <summary>The maximum number of audit entries.</summary>
    public const int MaxAudit = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TaskId, StoredTask> _tasks = [];
    private readonly SortedSet<StoredTask> _finished = new(Comparer<StoredTask>.Create((a, b) => a.Place.CompareTo(b.Place)));
    private readonly Dictionary<(string Owner, string Key), (IdempotencyRecord Use, DateTimeOffset At)> _keys = [];
    private readonly InMemoryAudit _audit = new();

    /// <inheritdoc />
    public ITaskAudit Audit => _audit;

    /// <inheritdoc />
    public ITaskNodes Nodes { get; } = new InMemoryNodes();

    /// <inheritdoc />
    public UnreadableTasks Unreadable { get; } = new();

    /// <inheritdoc />
    public ITaskSchedules Schedules => this;

    /// <inheritdoc />
    public ITaskKeys Keys => this;

    /// <inheritdoc />
    public ITaskSettings Settings { get; } = new InMemorySettings();

    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task OpenToReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_gate)
        {
            var refused = entries.Where(entry => !TryPut(entry)).Select(entry => entry.Snapshot.Id).ToList();
            Trim(MaxFinished, int.MaxValue);
            if (refused.Count > 0)
            {
                throw new StaleWriteException(refused);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        Read(() => _keys.TryGetValue((owner, key), out var found) && found.At >= since ? found.Use : null);

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskId>> PurgeAsync(
        DateTimeOffset before,
        int keep,
        int most,
        CancellationToken cancellationToken) => Read(() =>
    {
        var old = _finished.TakeWhile(stored => stored.Snapshot.FinishedAt < before).Take(most).ToList();
        old.ForEach(Remove);
        return (IReadOnlyList<TaskId>)[.. old.Select(stored => stored.Snapshot.Id), .. Trim(keep, most - old.Count)];
    });

    /// <inheritdoc />
    public Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken) => Read(() =>
    {
        var isEnded = _tasks.TryGetValue(id, out var stored) && stored.Snapshot.FinishedAt is not null;
        if (isEnded)
        {
            Remove(stored!);
            _audit.Add(audit);
        }

        return isEnded;
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskEvent>> EventsAsync(
        TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<TaskEvent>)[.. (_tasks.GetValueOrDefault(id)?.Events ?? [])
            .Skip((int)after).Where(one => kinds == EventKinds.All || one is not (TaskLogged or TaskProgressed)).Take(limit)]);

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken) =>
        Read(() =>
        {
            var chunks = (_tasks.GetValueOrDefault(id)?.Events ?? []).OfType<TaskLogged>().Where(chunk => chunk.Trimmed is null);
            var from = Math.Max(firstLine, chunks.FirstOrDefault()?.FirstLine ?? 0);
            return (IReadOnlyList<TaskLogged>)[.. chunks.Where(
                chunk => chunk.FirstLine + Math.Max(1, chunk.Lines.Count) > from && chunk.FirstLine < from + lines)];
        });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return Task.FromResult(read());
        }
    }

    private bool TryPut(StoreEntry entry)
    {
        var stored = _tasks.GetValueOrDefault(entry.Snapshot.Id);
        if ((stored?.Snapshot.Seq ?? 0) != entry.SeqBefore || stored?.Snapshot.Epoch > entry.Snapshot.Epoch)
        {
            return stored is not null && (stored.Snapshot.Seq, stored.Snapshot.Epoch) == (entry.Snapshot.Seq, entry.Snapshot.Epoch);
        }

        if (entry.Moved is { } moved && !TryPut(moved))
        {
            return false;
        }

        if (stored is null)
        {
            _tasks.Add(entry.Snapshot.Id, stored = new StoredTask());
        }
        else if (stored.Snapshot.FinishedAt is not null)
        {
            _finished.Remove(stored);
        }

        stored.Snapshot = entry.Snapshot;
        stored.AnsweredAt = entry.AnsweredAt ?? stored.AnsweredAt;
        stored.Events.AddRange(entry.Events);
        for (var i = 0; i < entry.Events.Count; i++) // avoids an enumerator per commit
        {
            _audit.Add(AuditEntry.Of(entry.Snapshot, entry.Events[i]));
        }

        if (entry.TrimmedTo is { } line)
        {
            stored.EmptyTo(line);
        }

        if (entry.Snapshot.FinishedAt is not null)
        {
            _finished.Add(stored);
        }

        if (entry.Events is [TaskCreated { IdempotencyKey: { } key } created, ..])
        {
            _keys[(created.Owner ?? "", key)] = (new IdempotencyRecord(entry.Snapshot.Id, created.Fingerprint ?? ""), created.At);
        }

        return true;
    }

    private List<TaskId> Trim(int keep, int most)
    {
        var removed = new List<TaskId>();
        while (removed.Count < most && _finished.Count > keep)
        {
            removed.Add(_finished.Min!.Snapshot.Id);
            Remove(_finished.Min!);
        }

        return removed;
    }

    private void Remove(StoredTask stored)
    {
        _finished.Remove(stored);
        _tasks.Remove(stored.Snapshot.Id);
    }
}
