namespace BlazorTasks.Storage;

/// <summary>
/// Stores tasks in the memory of this process: needs no setup, but does not survive a restart. Retains the newest
/// <see cref="MaxFinished"/> finished tasks.
/// </summary>
public sealed partial class InMemoryTaskStore : ITaskStore, ITaskAudit, ITaskNodes, ITaskSchedules
{
    /// <summary>The maximum number of finished tasks.</summary>
    public const int MaxFinished = 10_000;

    /// <summary>The maximum number of audit entries.</summary>
    public const int MaxAudit = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TaskId, StoredTask> _tasks = [];
    private readonly SortedSet<StoredTask> _finished = new(Comparer<StoredTask>.Create((a, b) => a.Place.CompareTo(b.Place)));
    private readonly Dictionary<(string Owner, string Key), (IdempotencyRecord Use, DateTimeOffset At)> _keys = [];
    private readonly Queue<AuditEntry> _audit = [];
    private readonly Dictionary<Guid, TaskNode> _nodes = [];
    private long _audited;

    /// <inheritdoc />
    public ITaskAudit Audit => this;

    /// <inheritdoc />
    public ITaskNodes Nodes => this;

    /// <inheritdoc />
    public UnreadableTasks Unreadable { get; } = new();

    /// <inheritdoc />
    public ITaskSchedules Schedules => this;

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
            .GroupBy(kept => (At: from + (step * Math.Floor((kept.Snapshot.FinishedAt!.Value - from) / step)), kept.Snapshot.State))
            .Select(group => new OutcomeCount(group.Key.At, group.Key.State, group.Count()))
            .OrderBy(count => count.From).ThenBy(count => count.State)]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        Read(() => DurationPercentiles.Of(Matching(query).Reverse().Select(kept => kept.Snapshot)
            .Where(task => task.Duration is not null).Take(newest).Select(task => (task.Definition, task.Name, task.Duration!.Value))));

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<string>)
        [
            .. _finished.Where(kept => owner is null || kept.Snapshot.Owner == owner).SelectMany(kept => ValuesOf(kept.Snapshot, facet))
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
            .. _tasks.Values.Where(kept => kept.AnsweredAt >= since && (owner is null || kept.Snapshot.Owner == owner))
                .OrderByDescending(kept => kept.AnsweredAt)
                .Take(limit)
                .Select(kept => kept.Snapshot),
        ]);

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
        var old = _finished.TakeWhile(kept => kept.Snapshot.FinishedAt < before).Take(most).ToList();
        old.ForEach(Remove);
        return (IReadOnlyList<TaskId>)[.. old.Select(kept => kept.Snapshot.Id), .. Trim(keep, most - old.Count)];
    });

    /// <inheritdoc />
    public Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken) => Read(() =>
    {
        var isEnded = _tasks.TryGetValue(id, out var kept) && kept.Snapshot.FinishedAt is not null;
        if (isEnded)
        {
            Remove(kept!);
            Note(audit);
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
            var kept = (_tasks.GetValueOrDefault(id)?.Events ?? []).OfType<TaskLogged>().Where(chunk => chunk.Trimmed is null);
            var from = Math.Max(firstLine, kept.FirstOrDefault()?.FirstLine ?? 0);
            return (IReadOnlyList<TaskLogged>)[.. kept.Where(
                chunk => chunk.FirstLine + Math.Max(1, chunk.Lines.Count) > from && chunk.FirstLine < from + lines)];
        });

    Task ITaskAudit.AddAsync(AuditEntry entry, CancellationToken cancellationToken) => Read(() =>
    {
        Note(entry);
        return true;
    });

    Task<AuditEntryPage> ITaskAudit.ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Read(() => AuditEntryPage.Of(query, [.. _audit.Reverse().Where(query.Matches).Take(query.SafeLimit + 1)]));

    Task<int> ITaskAudit.PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) => Read(() =>
    {
        var removed = 0;
        while (removed < most && _audit.TryPeek(out var oldest) && oldest.At < before)
        {
            _audit.Dequeue();
            removed++;
        }

        return removed;
    });

    Task ITaskNodes.PutAsync(TaskNode node, CancellationToken cancellationToken) => Read(() =>
    {
        _nodes[node.Id] = node;
        return _nodes.Count > ITaskNodes.Remembered && _nodes.Remove(_nodes.Values.MinBy(one => one.StartedAt)!.Id);
    });

    Task<IReadOnlyList<TaskNode>> ITaskNodes.ListAsync(CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<TaskNode>)[.. _nodes.Values.OrderByDescending(node => node.StartedAt)]);

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
        var kept = _tasks.GetValueOrDefault(entry.Snapshot.Id);
        if ((kept?.Snapshot.Seq ?? 0) != entry.SeqBefore || kept?.Snapshot.Epoch > entry.Snapshot.Epoch)
        {
            return kept is not null && (kept.Snapshot.Seq, kept.Snapshot.Epoch) == (entry.Snapshot.Seq, entry.Snapshot.Epoch);
        }

        if (entry.Moved is { } moved && !TryPut(moved))
        {
            return false;
        }

        if (kept is null)
        {
            _tasks.Add(entry.Snapshot.Id, kept = new StoredTask());
        }
        else if (kept.Snapshot.FinishedAt is not null)
        {
            _finished.Remove(kept);
        }

        kept.Snapshot = entry.Snapshot;
        kept.AnsweredAt = entry.AnsweredAt ?? kept.AnsweredAt;
        kept.Events.AddRange(entry.Events);
        for (var i = 0; i < entry.Events.Count; i++) // avoids an enumerator per commit
        {
            Note(AuditEntry.Of(entry.Snapshot, entry.Events[i]));
        }

        if (entry.Gone is { } gone)
        {
            kept.EmptyTo(gone);
        }

        if (entry.Snapshot.FinishedAt is not null)
        {
            _finished.Add(kept);
        }

        if (entry.Events is [TaskCreated { IdempotencyKey: { } key } created, ..])
        {
            _keys[(created.Owner ?? "", key)] = (new IdempotencyRecord(entry.Snapshot.Id, created.Fingerprint ?? ""), created.At);
        }

        return true;
    }

    private void Note(AuditEntry? entry)
    {
        if (entry is null)
        {
            return;
        }

        _audit.Enqueue(entry with { Number = ++_audited });
        if (_audit.Count > MaxAudit)
        {
            _audit.Dequeue();
        }
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

    private void Remove(StoredTask kept)
    {
        _finished.Remove(kept);
        _tasks.Remove(kept.Snapshot.Id);
    }

    private static IEnumerable<string> ValuesOf(TaskSnapshot task, TaskFacet facet) => facet switch
    {
        TaskFacet.Definition => task.Definition is null ? [] : [task.Definition],
        TaskFacet.Owner => task.Owner is null ? [] : [task.Owner],
        TaskFacet.Error => TaskQuery.ErrorOf(task) is { } error ? [error] : [],
        _ => task.Tags,
    };

    private IEnumerable<StoredTask> Matching(TaskQuery query) =>
        (query.Finished ? _finished : _tasks.Values.AsEnumerable()).Where(kept => query.Matches(kept.Snapshot, () => kept.Text));

    private IEnumerable<TaskSnapshot> Walk(TaskQuery query, TaskCursor? from)
    {
        var upwards = query.Ascending == (from?.Forward ?? true);
        var found = Matching(query).Select(kept => (kept.Snapshot, Place: TaskCursor.At(kept.Snapshot, query.Sort)));
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

    private sealed class StoredTask
    {
        private TaskSnapshot? _snapshot;

        public TaskSnapshot Snapshot
        {
            get => _snapshot!;
            set => (_snapshot, Place) = (value, TaskCursor.At(value, TaskSort.Time));
        }

        public TaskCursor Place { get; private set; }

        public DateTimeOffset? AnsweredAt { get; set; }

        public List<TaskEvent> Events { get; } = [];

        public void EmptyTo(long line)
        {
            for (var i = 0; i < Events.Count; i++)
            {
                if (Events[i] is TaskLogged chunk && chunk.FirstLine <= line)
                {
                    Events[i] = chunk.Empty();
                }
            }
        }

        public string Text => SearchText.Of(Snapshot, (Events.FirstOrDefault() as TaskCreated)?.Input);
    }
}
