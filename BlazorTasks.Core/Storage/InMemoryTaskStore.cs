namespace BlazorTasks.Storage;

/// <summary>
/// Keeps tasks in the memory of this process: nothing to set up, and gone with the process. The newest
/// <see cref="MaxFinished"/> finished tasks are kept.
/// </summary>
public sealed class InMemoryTaskStore : ITaskStore
{
    private const int MaxFinished = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TaskId, Kept> _tasks = [];
    private readonly SortedSet<TaskCursor> _finished = [];

    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                Put(entry);
            }

            while (_finished.Count > MaxFinished)
            {
                var oldest = _finished.Min;
                _finished.Remove(oldest);
                _tasks.Remove(oldest.Id);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_tasks.GetValueOrDefault(id)?.Snapshot);
        }
    }

    /// <inheritdoc />
    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            return Task.FromResult(TaskCursor.Page(query, from => Matching(query, from)));
        }
    }

    /// <inheritdoc />
    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            return Task.FromResult(Matching(query, TaskCursor.Start).Take(limit).Count());
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskEvent>> EventsAsync(TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IReadOnlyList<TaskEvent> events = _tasks.TryGetValue(id, out var kept)
                ? [.. kept.Events.Skip((int)after).Where(one => kinds == EventKinds.All || one is not (TaskLogged or TaskProgressed)).Take(limit)]
                : [];
            return Task.FromResult(events);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var chunks = new List<TaskLogged>();
            var left = lines;
            foreach (var chunk in _tasks.GetValueOrDefault(id)?.Log ?? [])
            {
                if (left > 0 && chunk.FirstLine + chunk.Lines.Count > firstLine)
                {
                    chunks.Add(chunk);
                    left -= chunk.Lines.Count - (int)Math.Max(0, firstLine - chunk.FirstLine);
                }
            }

            return Task.FromResult<IReadOnlyList<TaskLogged>>(chunks);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Put(StoreEntry entry)
    {
        if (!_tasks.TryGetValue(entry.Snapshot.Id, out var kept))
        {
            kept = new Kept();
            _tasks.Add(entry.Snapshot.Id, kept);
        }
        else if (kept.Snapshot.FinishedAt is not null)
        {
            _finished.Remove(TaskCursor.At(kept.Snapshot));
        }

        kept.Snapshot = entry.Snapshot;
        kept.Events.AddRange(entry.Events);
        if (entry.Snapshot.FinishedAt is not null)
        {
            _finished.Add(TaskCursor.At(entry.Snapshot));
        }
    }

    private IEnumerable<TaskSnapshot> Matching(TaskQuery query, TaskCursor from)
    {
        var candidates = query.Finished
            ? _finished.Select(at => _tasks[at.Id].Snapshot)
            : _tasks.Values.Select(kept => kept.Snapshot).Where(task => task.FinishedAt is null).OrderBy(TaskCursor.At);
        if (from.Forward)
        {
            candidates = candidates.Reverse();
        }

        return candidates.Where(task => from.Covers(task) && query.Matches(task));
    }

    private sealed class Kept
    {
        public TaskSnapshot Snapshot { get; set; } = null!;

        public List<TaskEvent> Events { get; } = [];

        public IEnumerable<TaskLogged> Log => Events.OfType<TaskLogged>();
    }
}
