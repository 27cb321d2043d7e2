namespace BlazorTasks.Dashboard.Components.Commands;

/// <summary>One result of the command palette.</summary>
/// <param name="Group">The heading of its group.</param>
/// <param name="Icon">The icon; the icon of a state also sets the colour.</param>
/// <param name="Text">The text that is searched and shown.</param>
internal sealed record PaletteItem(string Group, string Icon, string Text)
{
    /// <summary>Secondary text.</summary>
    public string? Detail { get; init; }

    /// <summary>Text at the end of the line: a time or a typical duration.</summary>
    public string? End { get; init; }

    /// <summary>The keyboard shortcut.</summary>
    public string? Key { get; init; }

    /// <summary>The URL it opens.</summary>
    public string? Href { get; init; }

    /// <summary>The shortcut it triggers, for a command of the page.</summary>
    public string? Press { get; init; }

    /// <summary>The action it runs on the server.</summary>
    public Func<Task>? Run { get; init; }
}
