namespace BlazorTasks.Dashboard.Components.History;

/// <summary>What the history page shows, as it was read.</summary>
/// <param name="Address">The address of the page.</param>
/// <param name="Filter">The filter in it.</param>
/// <param name="Zone">The time zone in which the filter's days begin and end.</param>
/// <param name="Page">The page.</param>
/// <param name="Total">The number of matches.</param>
public sealed record HistoryContent(string Address, HistoryFilter Filter, TimeZoneInfo Zone, TaskPage Page, MatchCount Total)
{
    /// <summary>The number of finished tasks.</summary>
    public MatchCount All { get; init; }

    /// <summary>The errors that several tasks share.</summary>
    internal IReadOnlyDictionary<string, SimilarErrors> Same { get; init; } = SimilarErrors.None;

    /// <summary>When nothing matches: what would match without each filter.</summary>
    public IReadOnlyList<FilterSuggestion> Missing { get; init; } = [];

    /// <summary>The values to filter by.</summary>
    public HistoryValues Values { get; init; } = HistoryValues.None;
}
