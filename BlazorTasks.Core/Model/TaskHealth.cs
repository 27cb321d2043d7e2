using BlazorTasks.Definitions;

namespace BlazorTasks;

/// <summary>The health of this process's engine. See <see cref="TaskMonitor.CheckHealthAsync"/>.</summary>
/// <param name="IsOpen">Whether the store is open and the tasks of an earlier process have been recovered.</param>
/// <param name="IsStopping">Whether the process is shutting down.</param>
/// <param name="StorageFailingSince">Since when storage has been unavailable, or null if it is available.</param>
/// <param name="StorageProblem">Why a trial write failed, as a sentence, or null if it succeeded.</param>
/// <param name="StorageLatency">How long the trial write took.</param>
/// <param name="Unwritten">The number of events and log lines that have not been stored yet.</param>
/// <param name="WriteAge">How long the current write or storage outage has lasted, or zero if nothing is being written.</param>
/// <param name="ScheduleLag">How long the first due task or prompt has been overdue. About zero unless the process is
/// overloaded.</param>
/// <param name="Queued">The number of queued tasks.</param>
/// <param name="MaxQueued">The maximum number of queued tasks.</param>
/// <param name="Running">The number of running tasks, not counting those that wait for a person.</param>
/// <param name="OrphanedAttempts">The number of attempts whose code is still running although their task has finished.</param>
public sealed record TaskHealth(
    bool IsOpen,
    bool IsStopping,
    DateTimeOffset? StorageFailingSince,
    string? StorageProblem,
    TimeSpan StorageLatency,
    long Unwritten,
    TimeSpan WriteAge,
    TimeSpan ScheduleLag,
    int Queued,
    int MaxQueued,
    int Running,
    int OrphanedAttempts)
{
    /// <summary>
    /// Gets the number of tasks that failed because something about them can never be stored. The application log has the
    /// details.
    /// </summary>
    public int SetAside { get; init; }

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>Gets the definitions that cannot be started, with the reasons.</summary>
    public IReadOnlyList<UnavailableDefinition> Unavailable { get; init; } = [];

    /// <summary>Gets the stored tasks that cannot be read and are therefore skipped.</summary>
    public IReadOnlyList<UnreadableTask> Unreadable { get; init; } = [];

    /// <summary>Gets the schedules that were paused because something about them is wrong, as sentences.</summary>
    public IReadOnlyList<string> PausedSchedules { get; init; } = [];

    /// <summary>Gets the definitions of waiting tasks that no running node knows.</summary>
    public IReadOnlyList<UnknownDefinition> UnknownDefinitions { get; init; } = [];

    /// <summary>Gets whether this process accepts work.</summary>
    public bool IsReady => IsOpen && !IsStopping && StorageFailingSince is null && StorageProblem is null;

    /// <summary>Gets the problems that do not prevent work from being accepted, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var reason in Unavailable.Select(definition => definition.Reason).Distinct())
            {
                yield return reason;
            }

            foreach (var paused in PausedSchedules)
            {
                yield return paused;
            }

            foreach (var unknown in UnknownDefinitions)
            {
                yield return $"No running node knows the definition '{unknown.Definition}'. Queued tasks that wait for one that " +
                    $"does: {unknown.Waiting}.";
            }

            if (OrphanedAttempts > 0)
            {
                yield return $"The code of {OrphanedAttempts} finished tasks ignored the cancellation and is still running.";
            }

            if (SetAside > 0)
            {
                yield return $"Tasks that failed because they contain data that cannot be stored: {SetAside}. See the " +
                    "application log for details.";
            }

            if (Unreadable is [var first, ..])
            {
                var skipped = Unreadable.Count == 1 ? "It is" : $"It and {Unreadable.Count - 1} others are";
                yield return $"{first} {skipped} skipped. Restore the database from a backup, or repair or delete the rows, then " +
                    "restart. The application log has the details.";
            }

            if (ScheduleLag > Late)
            {
                yield return $"Due tasks and prompts are {ScheduleLag.TotalSeconds:0} s late. The process is overloaded, or " +
                    "the system clock was changed.";
            }

            if (Queued >= MaxQueued)
            {
                yield return $"The queue is full: {Queued} tasks are waiting.";
            }
        }
    }
}
