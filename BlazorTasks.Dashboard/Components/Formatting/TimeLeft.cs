
namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>How much longer a task will take, as people read it: "2–3 min left" (UI.md §4). Calm: it changes rarely and only by much.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Title">What it rests on.</param>
/// <param name="IsSlow">Whether the task takes longer than 19 of 20 did.</param>
/// <param name="SaidAt">When it was worked out.</param>
/// <param name="Likely">The length it speaks of; none when slow.</param>
internal sealed record TimeLeft(string Text, string Title, bool IsSlow, DateTimeOffset SaidAt, TimeSpan Likely)
{
    private const double Noticeable = 0.1;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>What is to be said now, given what was said before; null when it would be a guess.</summary>
    public static TimeLeft? Next(TimeLeft? before, TaskSnapshot task, DefinitionStatistics statistics, DateTimeOffset now)
    {
        if (before is not null && now - before.SaidAt < Calm)
        {
            return before;
        }

        var elapsed = task.AttemptStartedAt is { } began ? now - began : TimeSpan.Zero;
        if (statistics.IsSlow(elapsed))
        {
            return new("Slower than usual", $"19 of 20 of the last {statistics.Succeeded} runs took less than {Formats.Duration(statistics.Percentile(0.95)!.Value)}", true, now, TimeSpan.Zero);
        }

        if (statistics.Left(elapsed) is not { } left)
        {
            return null;
        }

        return before is { IsSlow: false } && (left.Likely - before.Likely).Duration() < before.Likely * Noticeable
            ? before
            : new(Say(left.Likely, left.Latest), $"From the last {statistics.Succeeded} runs that succeeded", false, now, left.Likely);
    }

    private static string Say(TimeSpan likely, TimeSpan latest) =>
        latest < Soon ? $"less than {Formats.Duration(Soon)} left" : $"{Formats.Range(likely, latest)} left";
}
