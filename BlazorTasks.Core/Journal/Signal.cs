namespace BlazorTasks.Journal;

/// <summary>Wakes a waiting loop. Setting it several times before the loop wakes is the same as setting it once.</summary>
// the semaphore's wait handle is never used, so there is nothing to dispose, and a timer may still set the signal
#pragma warning disable CA1001
internal sealed class Signal
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _set;

    public void Set()
    {
        if (Volatile.Read(ref _set) == 0 && Interlocked.Exchange(ref _set, 1) == 0)
        {
            _semaphore.Release();
        }
    }

    /// <summary>Waits until the signal is set, and resets it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _set, 0);
    }
}
