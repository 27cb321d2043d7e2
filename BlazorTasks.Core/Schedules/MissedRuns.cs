using BlazorTasks.Forms;

namespace BlazorTasks.Schedules;

/// <summary>The built-in task that asks a person about missed runs (<see cref="OnMissed.Ask"/>).</summary>
internal sealed class MissedRuns(TaskMonitor monitor)
{
    /// <summary>The name of its definition, which is not listed.</summary>
    public const string Definition = "missed-runs";

    private const string Latest = "latest";
    private const string All = "all";
    private const string None = "none";

    [MonitoredTask("Missed runs", Restartable = true)]
    public async Task AskAsync(string schedule, IReadOnlyList<DateTimeOffset> due, TaskContext task)
    {
        if (await monitor.Schedules.GetAsync(schedule, task.CancellationToken).ConfigureAwait(false) is not { } found)
        {
            return; // it was deleted in the meantime
        }

        var answer = await task.ChooseAsync(Question(found, due), OptionsOf(due), OptionsOf(found)).ConfigureAwait(false);
        IEnumerable<DateTimeOffset> chosen = answer == All ? due : answer == Latest ? due.TakeLast(1) : [];
        foreach (var at in chosen)
        {
            var run = await monitor.Schedules.RunMissedAsync(schedule, at).ConfigureAwait(false);
            if (run is not null && found.Settings.Overlap != OnOverlap.Allow)
            {
                await run.Completion.WaitAsync(task.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                task.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static string Question(Schedule schedule, IReadOnlyList<DateTimeOffset> due)
    {
        var name = Text.Truncate(schedule.Settings.Title ?? schedule.Id, 60);
        return due.Count == 1
            ? $"1 run of {name} was missed: run it now?"
            : $"{due.Count.ToString(CultureInfo.InvariantCulture)} runs of {name} were missed: run the latest, all, or none?";
    }

    private static IEnumerable<FieldOption> OptionsOf(IReadOnlyList<DateTimeOffset> due) => due.Count == 1
        ? [new(Latest, "Run it"), new(None, "Skip it")]
        : [new(Latest, "Run the latest"), new(All, "Run all"), new(None, "Run none")];

    private static PromptOptions OptionsOf(Schedule schedule) => new()
    {
        Timeout = schedule.Settings.AskFor,
        Default = schedule.Settings.Unanswered switch
        {
            OnMissed.All => All,
            OnMissed.None => None,
            _ => Latest,
        },
    };
}
