namespace BlazorTasks;

/// <summary>What is known about a definition from its last runs. Immutable.</summary>
public sealed class DefinitionStatistics
{
    /// <summary>How many runs are looked at.</summary>
    public const int MaxRuns = 200;

    /// <summary>With fewer runs than this an estimate would be a guess.</summary>
    public const int FewestForEstimate = 10;

    /// <summary>When nine in ten runs take more than this many times as long as half of them, an estimate would be a guess.</summary>
    private const double WidestForEstimate = 4;

    private readonly TimeSpan[] _durations;

    internal DefinitionStatistics(IReadOnlyList<FinishedRun> runs)
    {
        Runs = runs;
        _durations = [.. runs.Where(run => run.State == TaskState.Succeeded).Select(run => run.Duration).Order()];
    }

    /// <summary>No runs yet.</summary>
    public static DefinitionStatistics None { get; } = new([]);

    /// <summary>The last runs, oldest first, at most <see cref="MaxRuns"/>.</summary>
    public IReadOnlyList<FinishedRun> Runs { get; }

    /// <summary>How many of the runs failed.</summary>
    public int Failed => Runs.Count(run => run.State == TaskState.Failed);

    /// <summary>The share of the runs that failed, 0 to 1.</summary>
    public double FailureRate => Runs.Count == 0 ? 0 : (double)Failed / Runs.Count;

    /// <summary>How many of the runs succeeded: what the percentiles rest on.</summary>
    public int Succeeded => _durations.Length;

    /// <summary>The length that a share of the successful runs did not exceed, or null without any.</summary>
    /// <param name="share">From 0 to 1; 0.5 is the median.</param>
    public TimeSpan? Percentile(double share) => _durations.Length == 0 ? null : At(_durations, share);

    /// <summary>Whether a run that has taken this long is slower than 19 of 20 others.</summary>
    public bool IsSlow(TimeSpan elapsed) => _durations.Length >= FewestForEstimate && elapsed > At(_durations, 0.95);

    /// <summary>
    /// How much longer a run will take that has taken this long: what half, and nine in ten, of the runs that took
    /// longer than this still needed. Null when that would be a guess, and when it is slower than usual.
    /// </summary>
    public (TimeSpan Likely, TimeSpan Latest)? Left(TimeSpan elapsed)
    {
        if (_durations.Length < FewestForEstimate || IsSlow(elapsed) || At(_durations, 0.9) > At(_durations, 0.5) * WidestForEstimate)
        {
            return null;
        }

        var longer = _durations.AsSpan(Array.FindIndex(_durations, duration => duration > elapsed) is var first and >= 0 ? first : _durations.Length);
        return longer.IsEmpty ? null : (At(longer, 0.5) - elapsed, At(longer, 0.9) - elapsed);
    }

    private static TimeSpan At(ReadOnlySpan<TimeSpan> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>How a run of a definition ended.</summary>
/// <param name="Id">The task.</param>
/// <param name="State">Its final state.</param>
/// <param name="HasWarnings">Whether it succeeded with warnings.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record FinishedRun(TaskId Id, TaskState State, bool HasWarnings, TimeSpan Duration, DateTimeOffset FinishedAt)
{
    internal static FinishedRun? From(TaskSnapshot task) =>
        task is { FinishedAt: { } finished, Duration: { } duration } ? new(task.Id, task.State, task.Warnings > 0, duration, finished) : null;
}
