namespace BlazorTasks.Components.Formatting;

/// <summary>An estimate of the remaining time, such as "2–3 min left". Updated rarely, only for large changes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Title">The basis of the estimate.</param>
/// <param name="IsSlow">Whether the task is slower than 95 % of earlier runs.</param>
/// <param name="ComputedAt">When it was computed.</param>
/// <param name="Likely">The estimated time left; zero when slow.</param>
internal sealed record TimeLeft(string Text, string Title, bool IsSlow, DateTimeOffset ComputedAt, TimeSpan Likely)
{
    private const double MinChange = 0.1;
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>The current estimate, given the previous one; null when there is not enough data.</summary>
    public static TimeLeft? Next(TimeLeft? before, TaskSnapshot task, DefinitionStatistics statistics, DateTimeOffset now)
    {
        if (before is not null && now - before.ComputedAt < MinInterval)
        {
            return before;
        }

        var elapsed = task.AttemptStartedAt is { } began ? now - began : TimeSpan.Zero;
        if (statistics.IsSlow(elapsed))
        {
            var p95 = Formats.Duration(statistics.Percentile(0.95)!.Value);
            var title = $"95\u00A0% of the last {statistics.Succeeded} successful runs took less than {p95}";
            return new("Slower than usual", title, true, now, TimeSpan.Zero);
        }

        if (statistics.Left(elapsed) is not { } left)
        {
            return null;
        }

        return before is { IsSlow: false } && (left.Likely - before.Likely).Duration() < before.Likely * MinChange
            ? before
            : new(Format(left.Likely, left.Latest), $"Based on the last {statistics.Succeeded} successful runs", false, now, left.Likely);
    }

    private static string Format(TimeSpan likely, TimeSpan latest) =>
        latest < Soon ? $"less than {Formats.Duration(Soon)} left" : $"{Formats.Range(likely, latest)} left";
}
