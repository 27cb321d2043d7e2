namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>A page of the navigation. Its links are plain markup: NavLink components would cost more than the rest of the bar.</summary>
/// <param name="Href">Its address, relative to the dashboard.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Text">Its name.</param>
/// <param name="Key">The letter that opens it after "g", or null.</param>
internal sealed record NavigationItem(string Href, string Icon, string Text, string? Key = null)
{
    /// <summary>The pages of everyone. A phone shows the first four, and the others in a menu.</summary>
    public static IReadOnlyList<NavigationItem> Pages { get; } =
    [
        new("", "active", "Active", "a"), new("inbox", "inbox", "Inbox", "i"), new("start", "start", "Start"),
        new("history", "history", "History", "h"), new("schedules", "schedules", "Schedules", "d"), new("nodes", "nodes", "Nodes", "n"),
    ];

    /// <summary>The pages about access and the own account. The audit log is for administrators.</summary>
    public static IReadOnlyList<NavigationItem> Administration { get; } =
        [new("audit", "audit", "Audit log"), new("api-keys", "key", "API keys"), new("notifications", "bell", "Notifications")];

    /// <summary>The pages that a person may open.</summary>
    public static IReadOnlyList<NavigationItem> PagesOf(Person person) => person.Role switch
    {
        TaskRole.Admin => Pages,
        TaskRole.Operator => [.. Pages.Where(page => page.Href != "nodes")],
        _ => [.. Pages.Where(page => page.Href is not ("nodes" or "start"))],
    };

    /// <summary>The pages about access that a person may open, with those of the application for administrators.</summary>
    public static IReadOnlyList<NavigationItem> AdministrationOf(Person person, DashboardOptions options) =>
        person.IsAdmin
            ? [.. Administration, .. options.Pages?.Links ?? []]
            : [.. Administration.Where(page => page.Href != "audit")];

    /// <summary>The CSS class: "active" on the current page.</summary>
    public string? ClassOn(string path) => IsCurrent(path) ? "active" : null;

    /// <summary>The aria-current value: "page" on the current page.</summary>
    public string? CurrentOn(string path) => IsCurrent(path) ? "page" : null;

    /// <summary>Whether it is the current page.</summary>
    public bool IsCurrent(string path)
    {
        var page = path.AsSpan(0, path.IndexOfAny(['?', '#']) is var end and >= 0 ? end : path.Length).TrimEnd('/');
        page = page is "new-schedule" or "calendars" ? "schedules" : page; // parts of it that are not below its address
        return Href.Length == 0 ? page.IsEmpty : page.SequenceEqual(Href) || (page.StartsWith(Href) && page[Href.Length] == '/');
    }
}
