namespace BlazorTasks.Schedules;

/// <summary>Pauses schedules after failures in a row. The history is counted, so that nothing can get out of step with it.</summary>
internal sealed class FailureStreaks(ITaskStore store, ScheduleChanges changes)
{
    private readonly ConcurrentQueue<string> _failed = new();

    /// <summary>Remembers a run that failed.</summary>
    /// <returns>Whether it failed.</returns>
    public bool OnEnded(TaskSnapshot task)
    {
        var failed = IsFailure(task);
        if (failed)
        {
            _failed.Enqueue(task.Schedule!);
        }

        return failed;
    }

    /// <summary>Pauses the schedules whose latest runs have failed once too often.</summary>
    public async Task PauseFailingAsync(CancellationToken stop)
    {
        while (_failed.TryDequeue(out var id))
        {
            if (await store.Schedules.FindAsync(id, stop).ConfigureAwait(false) is { IsUnreadable: false } schedule
                && await ReasonAsync(schedule, stop).ConfigureAwait(false) is { } reason)
            {
                await changes.PauseAsync(schedule, PauseCause.Failures, reason, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns why a schedule must be paused, or null.</summary>
    public async Task<string?> ReasonAsync(Schedule schedule, CancellationToken stop)
    {
        if (schedule.Settings.AutoPauseAfter is not { } most || schedule.Pause is not null)
        {
            return null;
        }

        var latest = await store.ListAsync(
            new TaskQuery { Schedule = schedule.Id, From = schedule.ResumedAt?.AddTicks(TimeSpan.TicksPerMicrosecond), Limit = most },
            stop).ConfigureAwait(false);
        return latest.Items.Count == most && latest.Items.All(IsFailure)
            ? $"{(most == 1 ? "Its last run" : $"Its last {most} runs")} failed: {latest.Items[0].ErrorMessage ?? "see the latest run."}"
            : null;
    }

    private static bool IsFailure(TaskSnapshot task) => task.State is TaskState.Failed or TaskState.Interrupted;
}
