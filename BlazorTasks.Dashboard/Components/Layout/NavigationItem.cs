namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>Marks the navigation link of the current page. NavLink components would cost more than the rest of the bar.</summary>
internal static class NavigationItem
{
    /// <summary>The CSS class: "active" for the current page.</summary>
    public static string? ClassOf(string href, string path) => IsCurrent(href, path) ? "active" : null;

    /// <summary>The aria-current value: "page" for the current page.</summary>
    public static string? CurrentOf(string href, string path) => IsCurrent(href, path) ? "page" : null;

    private static bool IsCurrent(string href, string path)
    {
        var page = path.AsSpan(0, path.IndexOfAny(['?', '#']) is var end and >= 0 ? end : path.Length).TrimEnd('/');
        page = page.SequenceEqual("new-schedule") ? "schedules" : page; // it has no id yet to be below its list
        return href.Length == 0 ? page.IsEmpty : page.SequenceEqual(href) || (page.StartsWith(href) && page[href.Length] == '/');
    }
}
