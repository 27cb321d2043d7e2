using Microsoft.Extensions.Configuration;

namespace BlazorTasks.Tests.Workload;

/// <summary>Tasks that behave, and leave a trace of everything they do.</summary>
public sealed class GoodTasks(IConfiguration configuration)
{
    private readonly SideEffects _effects = new(configuration);

    /// <summary>Does a number of steps, and starts from the beginning if it is run again.</summary>
    [MonitoredTask("Work", Group = "Faults")]
    public async Task<int> WorkAsync(TaskContext task, CancellationToken cancellation, int steps = 5, double seconds = 0.1)
    {
        for (var step = 1; step <= steps; step++)
        {
            _effects.Do(task, $"step {step}");
            task.Log($"step {step}");
            task.Report(100.0 * step / steps, $"step {step} of {steps}");
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(false);
        }

        return steps;
    }

    /// <summary>Does a number of steps, and goes on with the first that is not done if its process is lost.</summary>
    [MonitoredTask("Work on", Group = "Faults", Restartable = true)]
    public async Task<int> WorkOnAsync(TaskContext task, CancellationToken cancellation, int steps = 5, double seconds = 0.1)
    {
        for (var step = 1; step <= steps; step++)
        {
            var name = $"step {step}";
            await task.StepAsync(name, async () =>
            {
                _effects.Do(task, name);
                await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        return steps;
    }

    /// <summary>Asks a person, and does what was answered.</summary>
    [MonitoredTask("Ask", Group = "Faults", Restartable = true)]
    public async Task<bool> AskAsync(TaskContext task)
    {
        await task.StepAsync("prepare", () =>
        {
            _effects.Do(task, "prepare");
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        var yes = await task.ConfirmAsync("Go on?").ConfigureAwait(false);
        await task.StepAsync("follow", () =>
        {
            _effects.Do(task, "follow");
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return yes;
    }

    /// <summary>Takes a time, and then returns it.</summary>
    [MonitoredTask("Take time", Group = "Faults")]
    public static async Task<double> TakeTimeAsync(CancellationToken cancellation, double seconds = 0.05)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ConfigureAwait(false);
        return seconds;
    }
}
