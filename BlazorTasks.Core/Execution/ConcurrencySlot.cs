namespace BlazorTasks.Execution;

/// <summary>
/// The concurrency slot of an attempt. A task that waits for a person releases it, and when it continues it reacquires one
/// even if none is free.
/// </summary>
internal sealed class ConcurrencySlot(MonitoredTask task, TaskQueue queue)
{
    private readonly Lock _gate = new();
    private bool _isHeld = true;

    public bool IsHeld => _isHeld;

    /// <summary>Acquires or releases the slot.</summary>
    /// <param name="isNeeded">Whether the attempt needs it now. Evaluated once per change, so that two changes keep their order.</param>
    public void Hold(Func<bool> isNeeded)
    {
        bool hold;
        lock (_gate)
        {
            hold = isNeeded();
            if (hold == _isHeld)
            {
                return;
            }

            _isHeld = hold;
        }

        if (hold)
        {
            queue.ReacquireSlot(task);
        }
        else
        {
            queue.Release(task);
        }
    }
}
