using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>The values the history can be filtered by.</summary>
/// <param name="Definitions">The definitions, including those that no longer exist.</param>
/// <param name="Owners">The owners.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Schedules">The schedules.</param>
/// <param name="Nodes">The nodes, for administrators, unless there is only one.</param>
public sealed record HistoryValues(
    IReadOnlyList<ChipOption> Definitions,
    IReadOnlyList<ChipOption> Owners,
    IReadOnlyList<ChipOption> Tags,
    IReadOnlyList<ChipOption> Errors,
    IReadOnlyList<ChipOption> Schedules,
    IReadOnlyList<ChipOption> Nodes)
{
    /// <summary>The maximum number of menu items; the URL accepts any value.</summary>
    private const int MaxValues = 100;

    /// <summary>No values.</summary>
    internal static HistoryValues None { get; } = new([], [], [], [], [], []);

    /// <summary>Reads the values.</summary>
    internal static async Task<HistoryValues> ReadAsync(TaskAccess access, Viewer viewer, CancellationToken cancellationToken)
    {
        var definitions = await access.ValuesAsync(TaskFacet.Definition, MaxValues, cancellationToken);
        var owners = await access.ValuesAsync(TaskFacet.Owner, MaxValues, cancellationToken);
        var tags = await access.ValuesAsync(TaskFacet.Tag, MaxValues, cancellationToken);
        var schedules = await access.Schedules.ListAsync(cancellationToken);
        var errors = await access.ValuesAsync(TaskFacet.Error, MaxValues, cancellationToken);
        var nodes = await access.CurrentAsync() is { IsAdmin: true }
            ? (await access.NodesAsync(cancellationToken)).Select(node => node.Name).Distinct().ToList()
            : [];
        return new HistoryValues(
            [.. definitions.Select(name => new ChipOption(name, access.FindDefinition(name)?.Title))
                .OrderBy(option => option.Line, StringComparer.CurrentCultureIgnoreCase)],
            [.. owners.Select(owner => new ChipOption(owner, TaskText.Who(viewer.NameOf(owner), viewer.Person.Name)))],
            [.. tags.Select(tag => new ChipOption(tag))],
            [.. errors.Select(error => new ChipOption(error))],
            [.. schedules.Take(MaxValues).Select(schedule => new ChipOption(schedule.Id))],
            nodes.Count == 1 ? [] : [.. nodes.Order(StringComparer.CurrentCultureIgnoreCase).Select(name => new ChipOption(name))]);
    }
}
