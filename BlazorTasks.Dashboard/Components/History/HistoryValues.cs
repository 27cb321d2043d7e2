using BlazorTasks.Dashboard.Components.Filters;
using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>The values the history can be filtered by.</summary>
/// <param name="Definitions">The definitions, including those that no longer exist.</param>
/// <param name="Owners">The owners.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Schedules">The schedules.</param>
public sealed record HistoryValues(
    IReadOnlyList<ChipOption> Definitions,
    IReadOnlyList<ChipOption> Owners,
    IReadOnlyList<ChipOption> Tags,
    IReadOnlyList<ChipOption> Errors,
    IReadOnlyList<ChipOption> Schedules)
{
    /// <summary>The maximum number of menu items; the URL accepts any value.</summary>
    private const int MaxValues = 100;

    /// <summary>No values.</summary>
    internal static HistoryValues None { get; } = new([], [], [], [], []);

    /// <summary>Reads the values.</summary>
    internal static async Task<HistoryValues> ReadAsync(TaskMonitor monitor, string me, CancellationToken cancellationToken)
    {
        var definitions = await monitor.ValuesAsync(TaskFacet.Definition, MaxValues, cancellationToken);
        var owners = await monitor.ValuesAsync(TaskFacet.Owner, MaxValues, cancellationToken);
        var tags = await monitor.ValuesAsync(TaskFacet.Tag, MaxValues, cancellationToken);
        var schedules = await monitor.Schedules.ListAsync(cancellationToken);
        var errors = await monitor.ValuesAsync(TaskFacet.Error, MaxValues, cancellationToken);
        return new HistoryValues(
            [.. definitions.Select(name => new ChipOption(name, monitor.Definitions.Find(name)?.Title ?? name))
                .OrderBy(option => option.Text, StringComparer.CurrentCultureIgnoreCase)],
            [.. owners.Select(owner => new ChipOption(owner, TaskText.Who(owner, me)))],
            [.. tags.Select(tag => new ChipOption(tag, tag))],
            [.. errors.Select(error => new ChipOption(error, LogText.CleanLine(error)))],
            [.. schedules.Take(MaxValues).Select(schedule => new ChipOption(schedule.Id, schedule.Id))]);
    }
}
