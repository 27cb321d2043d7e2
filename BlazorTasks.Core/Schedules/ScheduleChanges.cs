using BlazorTasks.Execution;

namespace BlazorTasks.Schedules;

/// <summary>Stores changes of schedules, and tells those who watch.</summary>
internal sealed class ScheduleChanges(TaskRuntime runtime, TaskStarter starter)
{
    private readonly ConcurrentDictionary<string, string> _problems = new();

    /// <summary>Raised after a schedule was created, changed, run or deleted by this process. Handlers must return immediately.</summary>
    public event EventHandler? Changed;

    /// <summary>Gets the schedules that paused themselves, as sentences, for the health check.</summary>
    public IReadOnlyList<string> Problems =>
        [.. _problems.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"The schedule {one.Key} is paused. {one.Value}")];

    /// <summary>Stores a schedule.</summary>
    /// <returns>Whether it was stored. If not, someone else has changed it.</returns>
    public async Task<bool> PutAsync(Schedule schedule, AuditEntry? audit, CancellationToken stop)
    {
        var isStored = await runtime.Store.Schedules.PutAsync(schedule, audit, stop).ConfigureAwait(false);
        if (isStored)
        {
            OnChanged(schedule);
        }

        return isStored;
    }

    /// <summary>Pauses a schedule because of a problem, and leaves a note for its owner.</summary>
    /// <returns>Whether it was stored. If not, someone else has changed it.</returns>
    public async Task<bool> PauseAsync(Schedule schedule, PauseCause cause, string reason, CancellationToken stop)
    {
        var pause = new SchedulePause(runtime.Time.UtcMicros(), cause, reason);
        var isPaused = await PutAsync(schedule.Stop(pause), null, stop).ConfigureAwait(false);
        if (isPaused)
        {
            LeaveNote(schedule, reason);
        }

        return isPaused;
    }

    public void OnChanged(Schedule schedule)
    {
        Note(schedule);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void OnDeleted(string id)
    {
        _problems.TryRemove(id, out _);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Remembers whether a schedule has paused itself.</summary>
    public void Note(Schedule schedule)
    {
        if (schedule.Pause is { Cause: not PauseCause.Person, Reason: { } reason })
        {
            _problems[schedule.Id] = reason;
        }
        else
        {
            _problems.TryRemove(schedule.Id, out _);
        }
    }

    /// <summary>The note is a finished task of the owner with a warning, which is shown wherever tasks are.</summary>
    private void LeaveNote(Schedule schedule, string reason)
    {
        try
        {
            starter.Start<object?>(
                new TaskCreated("Schedule paused") { Label = schedule.Settings.Title ?? schedule.Id, Owner = schedule.Settings.Owner },
                new TaskWork(
                    context =>
                    {
                        context.EnterCode();
                        context.Warn($"{schedule.Id} was paused. {reason}");
                        return Task.FromResult<object?>(null);
                    },
                    TaskPolicy.Default with { TakesNoSlot = true }));
        }
        catch (Exception error) when (error is QueueFullException or StorageUnavailableException or InvalidOperationException)
        {
            // the pause is stored; the note is a courtesy
        }
    }
}
