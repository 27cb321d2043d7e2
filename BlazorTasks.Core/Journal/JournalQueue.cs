namespace BlazorTasks.Journal;

/// <summary>What is waiting to be written, and when the writer is to be woken for it.</summary>
internal sealed class JournalQueue
{
    private const int MaxBatch = 2_000;

    /// <summary>
    /// The approximate maximum number of lines and events per batch, so that a cancellation request, for example, does not
    /// wait long for log lines.
    /// </summary>
    public const int MaxBatchWeight = 10_000;

    /// <summary>
    /// How long an entry that nobody waits for is delayed, so that it can be written together with the following ones.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<JournalEntry> _entries = new();
    private readonly Signal _work = new();
    private long _unwritten;
    private int _lingering;
    private int _batches;

    /// <summary>Gets the number of events and log lines not yet written.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Gets the entries that are in no batch yet.</summary>
    public IReadOnlyCollection<JournalEntry> Waiting => _entries;

    public void Append(in JournalEntry entry)
    {
        Add(entry);
        Wake();
    }

    /// <summary>
    /// Queues an entry that nobody waits for. It is written with the following ones, or after a few milliseconds.
    /// </summary>
    public void AppendSoon(in JournalEntry entry)
    {
        Add(entry);
        if (Interlocked.Exchange(ref _lingering, 1) == 0)
        {
            _ = WakeSoonAsync();
        }
    }

    /// <summary>
    /// Queues an entry that is followed by others immediately, to be written together. The write is started by
    /// <see cref="Wake"/> or by the next entry.
    /// </summary>
    public void Add(in JournalEntry entry)
    {
        Interlocked.Add(ref _unwritten, Weight(entry));
        _entries.Enqueue(entry);
    }

    /// <summary>
    /// Writes the queued entries. Has no effect if they were written in the meantime, so that delayed entries are not written
    /// early.
    /// </summary>
    public void Wake()
    {
        if (!_entries.IsEmpty)
        {
            _work.Set();
        }
    }

    /// <summary>Wakes the writer although there may be nothing to write.</summary>
    public void WakeToStop() => _work.Set();

    public Task WaitAsync() => _work.WaitAsync(CancellationToken.None);

    /// <summary>Takes the next batch. Obsolete entries are dropped.</summary>
    /// <returns>Whether the batch is full, so that more is waiting than was taken.</returns>
    public bool Take(List<JournalEntry> batch)
    {
        batch.Clear();
        Interlocked.Increment(ref _batches);
        var weight = 0;
        while (batch.Count < MaxBatch && weight < MaxBatchWeight && _entries.TryDequeue(out var entry))
        {
            if (entry.IsOrphaned)
            {
                Drop(
                    entry,
                    new TaskStoreException($"A preceding change to {entry.After.Name} could not be stored, so this one was discarded."));
            }
            else
            {
                weight += Weight(entry);
                batch.Add(entry);
            }
        }

        return batch.Count == MaxBatch || weight >= MaxBatchWeight;
    }

    /// <summary>An entry is written.</summary>
    public void OnWritten(in JournalEntry entry) => Interlocked.Add(ref _unwritten, -Weight(entry));

    /// <summary>An entry will never be written.</summary>
    public void Drop(in JournalEntry entry, TaskStoreException problem)
    {
        OnWritten(entry);
        entry.Committed?.TrySetException(problem);
    }

    /// <summary>Measured in real time: the virtual clock of a test must not delay a write.</summary>
    private async Task WakeSoonAsync()
    {
        int before;
        do
        {
            before = Volatile.Read(ref _batches);
            await Task.Delay(Linger).ConfigureAwait(false);
        }
        while (before != Volatile.Read(ref _batches) && !_entries.IsEmpty); // what is queued now has only just arrived

        Interlocked.Exchange(ref _lingering, 0);
        Wake();
    }

    private static int Weight(in JournalEntry entry) => entry.Event is TaskLogged { Lines.Count: var lines } ? lines + 1 : 1;
}
