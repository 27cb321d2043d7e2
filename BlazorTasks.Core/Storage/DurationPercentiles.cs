namespace BlazorTasks.Storage;

/// <summary>How long the runs of a definition took.</summary>
/// <param name="Name">What people see.</param>
/// <param name="Definition">The definition, or null for lambdas of this name.</param>
/// <param name="Runs">How many runs it rests on.</param>
/// <param name="Median">Half of the runs took at most this long.</param>
/// <param name="P95">95 of 100 runs took at most this long.</param>
public sealed record DurationPercentiles(string Name, string? Definition, int Runs, TimeSpan Median, TimeSpan P95)
{
    /// <summary>The spreads of single runs, most runs first.</summary>
    internal static IReadOnlyList<DurationPercentiles> Of(IEnumerable<(string? Definition, string Name, TimeSpan Took)> runs) =>
        [.. runs.GroupBy(run => (run.Definition, run.Definition ?? run.Name))
            .Select(group => Of(group.First().Name, group.Key.Definition, [.. group.Select(run => run.Took).Order()]))
            .OrderByDescending(spread => spread.Runs).ThenBy(spread => spread.Name, StringComparer.Ordinal)];

    private static DurationPercentiles Of(string name, string? definition, TimeSpan[] sorted) =>
        new(name, definition, sorted.Length, At(sorted, 0.5), At(sorted, 0.95));

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
