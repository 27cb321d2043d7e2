namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>Whether a link of the navigation leads to the page that is open. Plain links: a NavLink each would weigh more than all else in the bars.</summary>
internal static class NavigationItem
{
    /// <summary>"active" for the link to the page that is open.</summary>
    public static string? ClassOf(string href, string path) => IsHere(href, path) ? "active" : null;

    /// <summary>The same for screen readers.</summary>
    public static string? CurrentOf(string href, string path) => IsHere(href, path) ? "page" : null;

    private static bool IsHere(string href, string path)
    {
        var page = path.AsSpan(0, path.IndexOfAny(['?', '#']) is var end and >= 0 ? end : path.Length).TrimEnd('/');
        return href.Length == 0 ? page.IsEmpty : page.SequenceEqual(href) || (page.StartsWith(href) && page[href.Length] == '/');
    }
}
