namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>A menu item: a link, text to copy, or an action.</summary>
/// <param name="Icon">The icon.</param>
/// <param name="Text">The text, verb first.</param>
public sealed record MenuItem(string Icon, string Text)
{
    /// <summary>The URL of a link.</summary>
    public string? Href { get; init; }

    /// <summary>The text to copy to the clipboard.</summary>
    public string? Copy { get; init; }

    /// <summary>The action.</summary>
    public Func<Task>? Do { get; init; }
}
