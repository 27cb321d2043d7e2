using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BlazorTasks.App.Samples.Waiting;

/// <summary>The smallest task that is worth watching: it waits, and says at regular intervals how far it is.</summary>
public sealed class RandomWait(TimeProvider time)
{
    private const int FewestReports = 20;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    [MonitoredTask("Random wait", Group = "Try it", Description = "Waits for a random time between two limits and reports its progress at regular intervals.")]
    public async Task<WaitResult> WaitAsync(
        TaskContext task,
        [Range(0, 86_400), Display(Name = "At least"), Description("Seconds.")] double minSeconds = 2,
        [Range(0, 86_400), Display(Name = "At most"), Description("Seconds. The same as the least for an exact time.")] double maxSeconds = 6)
    {
        if (minSeconds > maxSeconds)
        {
            throw new ValidationException($"The wait cannot be at least {minSeconds:0.###} s and at most {maxSeconds:0.###} s. Make the second the larger one.");
        }

#pragma warning disable CA5394 // nobody gains from guessing it
        var wait = TimeSpan.FromSeconds(minSeconds + (Random.Shared.NextDouble() * (maxSeconds - minSeconds)));
#pragma warning restore CA5394
        var reports = Math.Max(FewestReports, (int)Math.Ceiling(wait / LongestSilence));
        task.Log($"Waiting {wait.TotalSeconds:0.0} s, a report every {(wait / reports).TotalSeconds:0.00} s");
        var pace = new Pace(time);
        for (var report = 1; report <= reports; report++)
        {
            await pace.UntilAsync(wait * report / reports, task.CancellationToken);
            task.Report(100.0 * report / reports, $"{wait.TotalSeconds * report / reports:0.0} of {wait.TotalSeconds:0.0} s");
        }

        return new WaitResult(Math.Round(wait.TotalSeconds, 3), reports);
    }
}

/// <summary>What came of a wait.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="Reports">How often it said how far it was.</param>
public sealed record WaitResult(double Seconds, int Reports);
