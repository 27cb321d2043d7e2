namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>A line of a menu: a place to go, a text to copy, or something to do.</summary>
/// <param name="Icon">Its drawing.</param>
/// <param name="Text">What it does, verb first.</param>
public sealed record MenuItem(string Icon, string Text)
{
    /// <summary>Where it leads.</summary>
    public string? Href { get; init; }

    /// <summary>What it puts on the clipboard.</summary>
    public string? Copy { get; init; }

    /// <summary>What it does.</summary>
    public Func<Task>? Do { get; init; }
}
