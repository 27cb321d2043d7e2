namespace BlazorTasks.Dashboard.Components.History;

/// <summary>The number of matches if one filter were removed.</summary>
/// <param name="Part">The filter.</param>
/// <param name="Count">The number of tasks that match the other filters.</param>
public sealed record FilterSuggestion(HistoryFilterPart Part, MatchCount Count)
{
    /// <summary>Counts the matches without each of the filters.</summary>
    internal static async Task<IReadOnlyList<FilterSuggestion>> FindAsync(
        TaskAccess access, HistoryFilter filter, Viewer viewer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<FilterSuggestion>();
        foreach (var part in filter.Parts(viewer.TimeZone, viewer.Person.Name, name => access.FindDefinition(name)?.Title ?? name))
        {
            var others = part.Without.ToQuery(now, viewer.TimeZone);
            found.Add(new FilterSuggestion(part, await MatchCount.ReadAsync(access, others, cancellationToken)));
        }

        return found;
    }
}
