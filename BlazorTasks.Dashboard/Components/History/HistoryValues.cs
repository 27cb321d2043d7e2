using BlazorTasks.Dashboard.Components.Filters;
using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Dashboard.Components.Logs;
using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>What the finished tasks can be filtered by.</summary>
/// <param name="Definitions">Their definitions, those that are gone too.</param>
/// <param name="Owners">Their owners.</param>
/// <param name="Tags">Their tags.</param>
/// <param name="Errors">What they failed with.</param>
public sealed record HistoryValues(IReadOnlyList<ChipOption> Definitions, IReadOnlyList<ChipOption> Owners, IReadOnlyList<ChipOption> Tags, IReadOnlyList<ChipOption> Errors)
{
    /// <summary>More would not be found in a menu; the address takes any.</summary>
    private const int Most = 100;

    /// <summary>There is none.</summary>
    internal static HistoryValues None { get; } = new([], [], [], []);

    /// <summary>Reads them.</summary>
    internal static async Task<HistoryValues> ReadAsync(TaskMonitor monitor, CancellationToken cancellationToken)
    {
        var definitions = await monitor.ValuesAsync(TaskFacet.Definition, Most, cancellationToken);
        var owners = await monitor.ValuesAsync(TaskFacet.Owner, Most, cancellationToken);
        var tags = await monitor.ValuesAsync(TaskFacet.Tag, Most, cancellationToken);
        var errors = await monitor.ValuesAsync(TaskFacet.Error, Most, cancellationToken);
        return new HistoryValues(
            [.. definitions.Select(name => new ChipOption(name, monitor.Definitions.Find(name)?.Title ?? name)).OrderBy(option => option.Text, StringComparer.CurrentCultureIgnoreCase)],
            [.. owners.Select(owner => new ChipOption(owner, TaskText.OwnerName(owner)))],
            [.. tags.Select(tag => new ChipOption(tag, tag))],
            [.. errors.Select(error => new ChipOption(error, LogText.CleanLine(error)))]);
    }
}
