namespace BlazorTasks.Storage;

/// <summary>
/// The audit log in the memory of this process. Retains the newest <see cref="InMemoryTaskStore.MaxAudit"/> entries.
/// </summary>
internal sealed class InMemoryAudit : ITaskAudit
{
    private readonly Lock _gate = new();
    private readonly Queue<AuditEntry> _entries = [];
    private long _lastNumber;

    /// <summary>Adds an entry, if there is one.</summary>
    public void Add(AuditEntry? entry)
    {
        if (entry is null)
        {
            return;
        }

        lock (_gate)
        {
            _entries.Enqueue(entry with { Number = ++_lastNumber });
            if (_entries.Count > InMemoryTaskStore.MaxAudit)
            {
                _entries.Dequeue();
            }
        }
    }

    public Task AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Add(entry);
        return Task.CompletedTask;
    }

    public Task<AuditEntryPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(AuditEntryPage.Of(query, [.. _entries.Reverse().Where(query.Matches).Take(query.SafeLimit + 1)]));
        }
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var removed = 0;
            while (removed < most && _entries.TryPeek(out var oldest) && oldest.At < before)
            {
                _entries.Dequeue();
                removed++;
            }

            return Task.FromResult(removed);
        }
    }
}
