namespace BlazorTasks.App.Samples.Waiting;

/// <summary>The simplest task worth watching: it waits, and reports its progress at regular intervals.</summary>
public sealed class RandomWait(TimeProvider time)
{
    private const int FewestReports = 20;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    [MonitoredTask(
        "Random wait",
        Group = "Try it",
        Description = "Waits for a random duration between two limits and reports its progress at regular intervals.")]
    public async Task<WaitResult> WaitAsync(
        TaskContext task,
        [Range(0, 86_400), Display(Name = "At least"), Description("Seconds.")] double minSeconds = 2,
        [
            Range(0, 86_400),
            Display(Name = "At most"),
            Description("Seconds. Equal to the minimum for an exact duration.")] double maxSeconds = 6)
    {
        if (minSeconds > maxSeconds)
        {
            throw new ValidationException($"The maximum ({maxSeconds:0.###} s) must not be less than the minimum ({minSeconds:0.###} s).");
        }

#pragma warning disable CA5394 // not security-sensitive
        var wait = TimeSpan.FromSeconds(minSeconds + (Random.Shared.NextDouble() * (maxSeconds - minSeconds)));
#pragma warning restore CA5394
        var reports = Math.Max(FewestReports, (int)Math.Ceiling(wait / LongestSilence));
        task.Log($"Waiting {wait.TotalSeconds:0.0} s, reporting every {(wait / reports).TotalSeconds:0.00} s");
        var pace = new Pace(time);
        for (var report = 1; report <= reports; report++)
        {
            await pace.UntilAsync(wait * report / reports, task.CancellationToken);
            task.Report(100.0 * report / reports, $"{wait.TotalSeconds * report / reports:0.0} of {wait.TotalSeconds:0.0} s");
        }

        return new WaitResult(Math.Round(wait.TotalSeconds, 3), reports);
    }
}

/// <summary>The result of a wait.</summary>
/// <param name="Seconds">The duration.</param>
/// <param name="Reports">The number of progress reports.</param>
public sealed record WaitResult(double Seconds, int Reports);
