namespace BlazorTasks.Dashboard.Components.History;

/// <summary>What would be found if one filter were off.</summary>
/// <param name="Part">The filter.</param>
/// <param name="Count">How many tasks match the others.</param>
public sealed record FilterSuggestion(HistoryFilterPart Part, int Count)
{
    /// <summary>Looks for what each of the filters leaves out.</summary>
    internal static async Task<IReadOnlyList<FilterSuggestion>> FindAsync(TaskMonitor monitor, HistoryFilter filter, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<FilterSuggestion>();
        foreach (var part in filter.Parts(zone, name => monitor.Definitions.Find(name)?.Title ?? name))
        {
            var others = part.Without.ToQuery(now, zone) with { Cursor = null };
            found.Add(new FilterSuggestion(part, await monitor.CountAsync(others, Pages.HistoryPage.CountLimit, cancellationToken)));
        }

        return found;
    }
}
