namespace BlazorTasks.Execution;

/// <summary>
/// The attempts whose code is running. Orphaned ones are among them: code that ignored its cancellation still holds a slot
/// although its task has ended.
/// </summary>
internal sealed class RunningAttempts
{
    private readonly ConcurrentDictionary<Attempt, bool> _running = new();
    private readonly ConcurrentDictionary<Attempt, bool> _orphaned = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <summary>Gets the number of running tasks, not counting those that wait for a person.</summary>
    public int Count => _running.Keys.Count(attempt => attempt.HoldsConcurrencySlot && !_orphaned.ContainsKey(attempt));

    /// <summary>Gets the finished tasks whose code is still running and holds its slot.</summary>
    public IReadOnlyList<TaskId> Orphaned => _orphaned.IsEmpty ? [] : [.. _orphaned.Keys.Select(attempt => attempt.TaskId)];

    public void OnClaimed(Attempt attempt) => _running[attempt] = true;

    public void OnOrphaned(Attempt attempt) => _orphaned[attempt] = true;

    public void OnEnded(Attempt attempt)
    {
        _running.TryRemove(attempt, out _);
        _orphaned.TryRemove(attempt, out _);
        if (_stopping && _running.IsEmpty)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Requests all attempts to stop, waits for them up to the timeout, and abandons those that are still running.</summary>
    public async Task StopAsync(TimeSpan timeout, TimeProvider time)
    {
        _stopping = true;
        var running = _running.Keys.ToList();
        running.ForEach(attempt => attempt.Shutdown());
        if (!_running.IsEmpty)
        {
            using var limit = new CancellationTokenSource(timeout, time);
            await _idle.Task.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        running.ForEach(attempt => attempt.AbandonForShutdown());
    }
}
