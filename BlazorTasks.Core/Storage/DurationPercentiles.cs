namespace BlazorTasks.Storage;

/// <summary>The durations of the runs of a definition.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Definition">The name of the definition, or null for lambdas with this display name.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Median">The median.</param>
/// <param name="P95">The 95th percentile.</param>
public sealed record DurationPercentiles(string Name, string? Definition, int Runs, TimeSpan Median, TimeSpan P95)
{
    /// <summary>Aggregates single runs, most runs first.</summary>
    internal static IReadOnlyList<DurationPercentiles> Of(IEnumerable<(string? Definition, string Name, TimeSpan Took)> runs) =>
        [.. runs.GroupBy(run => (run.Definition, run.Definition ?? run.Name))
            .Select(group => Of(group.First().Name, group.Key.Definition, [.. group.Select(run => run.Took).Order()]))
            .OrderByDescending(spread => spread.Runs).ThenBy(spread => spread.Name, StringComparer.Ordinal)];

    private static DurationPercentiles Of(string name, string? definition, TimeSpan[] sorted) =>
        new(name, definition, sorted.Length, At(sorted, 0.5), At(sorted, 0.95));

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
