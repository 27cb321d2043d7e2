namespace BlazorTasks;

/// <summary>Statistics about the latest runs of a definition. Immutable.</summary>
public sealed class DefinitionStatistics
{
    /// <summary>The maximum number of runs considered.</summary>
    public const int MaxRuns = 200;

    /// <summary>The minimum number of runs for an estimate.</summary>
    public const int FewestForEstimate = 10;

    /// <summary>The maximum ratio of the 90th percentile to the median for an estimate.</summary>
    private const double WidestForEstimate = 4;

    private readonly TimeSpan[] _durations;
    private readonly ConcurrentDictionary<string, DefinitionStatistics> _byOwner = [];

    internal DefinitionStatistics(IReadOnlyList<FinishedRun> runs)
    {
        Runs = runs;
        _durations = [.. runs.Where(run => run.State == TaskState.Succeeded).Select(run => run.Duration).Order()];
    }

    /// <summary>Statistics without runs.</summary>
    public static DefinitionStatistics None { get; } = new([]);

    /// <summary>Gets the latest runs, oldest first, at most <see cref="MaxRuns"/>.</summary>
    public IReadOnlyList<FinishedRun> Runs { get; }

    /// <summary>Gets the number of failed runs.</summary>
    public int Failed => Runs.Count(run => run.State == TaskState.Failed);

    /// <summary>Gets the failure rate, 0 to 1.</summary>
    public double FailureRate => Runs.Count == 0 ? 0 : (double)Failed / Runs.Count;

    /// <summary>Gets the number of successful runs, on which the percentiles are based.</summary>
    public int Succeeded => _durations.Length;

    /// <summary>Returns a percentile of the durations of successful runs, or null if there are none.</summary>
    /// <param name="share">The percentile, 0 to 1. 0.5 is the median.</param>
    public TimeSpan? Percentile(double share) => _durations.Length == 0 ? null : At(_durations, share);

    /// <summary>Returns whether a run that has taken this long is slower than 95% of the others.</summary>
    public bool IsSlow(TimeSpan elapsed) => _durations.Length >= FewestForEstimate && elapsed > At(_durations, 0.95);

    /// <summary>
    /// Estimates the remaining time of a run that has taken this long: the median and the 90th percentile of the remaining
    /// times of longer runs. Null if there is not enough data, or if the run is slower than usual.
    /// </summary>
    public (TimeSpan Likely, TimeSpan Latest)? Left(TimeSpan elapsed)
    {
        if (_durations.Length < FewestForEstimate || IsSlow(elapsed) || At(_durations, 0.9) > At(_durations, 0.5) * WidestForEstimate)
        {
            return null;
        }

        var longer = _durations.AsSpan(
            Array.FindIndex(_durations, duration => duration > elapsed) is var first and >= 0 ? first : _durations.Length);
        return longer.IsEmpty ? null : (At(longer, 0.5) - elapsed, At(longer, 0.9) - elapsed);
    }

    /// <summary>Returns the statistics of the runs of one owner.</summary>
    internal DefinitionStatistics Of(string owner) =>
        _byOwner.GetOrAdd(owner, static (who, all) => new([.. all.Runs.Where(run => run.Owner == who)]), this);

    private static TimeSpan At(ReadOnlySpan<TimeSpan> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>A finished run of a definition.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="State">Its final state.</param>
/// <param name="HasWarnings">Whether it succeeded with warnings.</param>
/// <param name="Duration">The duration.</param>
/// <param name="FinishedAt">When it finished.</param>
public sealed record FinishedRun(TaskId Id, TaskState State, bool HasWarnings, TimeSpan Duration, DateTimeOffset FinishedAt)
{
    /// <summary>Whose task it was.</summary>
    internal string? Owner { get; init; }

    internal static FinishedRun? From(TaskSnapshot task) =>
        task is { FinishedAt: { } finished, Duration: { } duration }
            ? new(task.Id, task.State, task.Warnings > 0, duration, finished) { Owner = task.Owner }
            : null;
}
