using System.Diagnostics;

namespace BlazorTasks.Tests.Workload;

/// <summary>Tasks that say more than anybody can read.</summary>
public sealed class Floods
{
    /// <summary>
    /// Writes numbered lines as fast as it can, or at a rate, and at the end one long one. Wide lines also say when they
    /// were written, in milliseconds.
    /// </summary>
    [MonitoredTask("Flood the log", Group = "Faults")]
    public static async Task<int> FloodLogAsync(TaskContext task, int lines = 10_000, int linesPerSecond = 0, int longLine = 0,
        int width = 0)
    {
        var (clock, filler) = (Stopwatch.StartNew(), new string('x', width));
        for (var line = 1; line <= lines; line++)
        {
            task.Log(width == 0 ? $"line {line}" : $"line {line} {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} {filler}");
            if (linesPerSecond > 0 && line % 100 == 0
                && TimeSpan.FromSeconds((double)line / linesPerSecond) - clock.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, task.CancellationToken).ConfigureAwait(false);
            }
        }

        if (longLine > 0)
        {
            task.Log(new string('x', longLine));
        }

        return lines;
    }

    /// <summary>Reports a hundred thousand times a second: forwards, backwards and nonsense.</summary>
    [MonitoredTask("Flood progress", Group = "Faults")]
    public static async Task<long> FloodProgressAsync(TaskContext task, double seconds = 2)
    {
        double[] wild = [double.NaN, -1, 1e9, double.NegativeInfinity, double.PositiveInfinity, double.MinValue, double.Epsilon, -0.0];
        var (clock, reports) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            for (var burst = 0; burst < 1_000; burst++)
            {
                var share = 90 * clock.Elapsed.TotalSeconds / seconds;
                task.Report(++reports % 10 != 0 ? share
                    : wild[reports / 10 % 2], $"report {reports}"); // not the infinities: they end the race to 100
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), task.CancellationToken).ConfigureAwait(false);
        }

        Array.ForEach(wild, value => task.Report(value));
        task.Report(42, "the last word");
        return reports;
    }
}
