namespace BlazorTasks.Dashboard.Components.Filters;

/// <summary>The filters of a list are kept in the URL of its page.</summary>
internal static class FilterUrl
{
    /// <summary>The parameters that say which page of a list is shown.</summary>
    private static readonly string[] Paging = ["page", "n", "before"];

    /// <summary>
    /// Changes parameters of the URL; those without a value are removed. A list that was paged returns to its first page, unless that is
    /// what changes.
    /// </summary>
    public static void ChangeQuery(this NavigationManager navigation, params IEnumerable<(string Name, object? Value)> changes)
    {
        var query = changes.ToDictionary(change => change.Name, change => change.Value is "" ? null : change.Value);
        foreach (var name in Paging)
        {
            query.TryAdd(name, null);
        }

        navigation.NavigateTo(navigation.GetUriWithQueryParameters(query));
    }
}
