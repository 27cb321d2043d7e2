using BlazorTasks.Definitions;

namespace BlazorTasks;

/// <summary>How the engine of this process is; see <see cref="TaskMonitor.CheckHealthAsync"/>.</summary>
/// <param name="IsOpen">Whether the store is open and the tasks of an earlier process were taken up.</param>
/// <param name="IsStopping">Whether the process is shutting down.</param>
/// <param name="StorageFailingSince">Since when nothing can be stored, or null if all is well.</param>
/// <param name="StorageProblem">Why a trial write just failed, as a sentence, or null if it worked.</param>
/// <param name="StorageLatency">How long the trial write took.</param>
/// <param name="Unwritten">How many events and log lines wait to be stored.</param>
/// <param name="WriteAge">How long the write under way, or the trouble with writing, has lasted; zero when nothing is being written.</param>
/// <param name="ScheduleLag">How long the first task or question whose time has come is overdue; about zero unless the process is overloaded.</param>
/// <param name="Queued">How many tasks wait for a slot.</param>
/// <param name="MaxQueued">How many may.</param>
/// <param name="Running">How many tasks run, those that wait for people aside.</param>
/// <param name="OrphanedAttempts">How much code goes on although its task has ended without it: it did not stop when it had to.</param>
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
    /// <summary>How many tasks had something that can never be stored: they failed, and the log of the program says why.</summary>
    public int SetAside { get; init; }

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>The definitions that cannot be started, and why.</summary>
    public IReadOnlyList<UnavailableDefinition> Unavailable { get; init; } = [];

    /// <summary>Whether this process can take work.</summary>
    public bool IsReady => IsOpen && !IsStopping && StorageFailingSince is null && StorageProblem is null;

    /// <summary>What is wrong though work is taken, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var reason in Unavailable.Select(definition => definition.Reason).Distinct())
            {
                yield return reason;
            }

            if (OrphanedAttempts > 0)
            {
                yield return $"The code of {OrphanedAttempts} tasks did not stop when it had to, and still runs.";
            }

            if (SetAside > 0)
            {
                yield return $"Tasks with something that can never be stored: {SetAside}. They failed, and the log of the program says why.";
            }

            if (ScheduleLag > Late)
            {
                yield return $"Tasks and questions whose time has come are {ScheduleLag.TotalSeconds:0} s late: the process is overloaded, or its clock was set.";
            }

            if (Queued >= MaxQueued)
            {
                yield return $"The queue is full: {Queued} tasks wait.";
            }
        }
    }
}
