namespace BlazorTasks.Dashboard.Components.Commands;

/// <summary>One line of the command palette.</summary>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Icon">Its drawing; a state's drawing also gives the colour.</param>
/// <param name="Text">What is searched and shown.</param>
internal sealed record PaletteItem(string Group, string Icon, string Text)
{
    /// <summary>More about it, in a fainter tone.</summary>
    public string? Detail { get; init; }

    /// <summary>What stands at its end: a time or a usual length.</summary>
    public string? End { get; init; }

    /// <summary>The key that does the same.</summary>
    public string? Key { get; init; }

    /// <summary>Where it leads.</summary>
    public string? Href { get; init; }

    /// <summary>The key to press for it, when it is a command of the page.</summary>
    public string? Press { get; init; }

    /// <summary>What it does on the server.</summary>
    public Func<Task>? Run { get; init; }
}
