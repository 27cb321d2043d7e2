namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>
/// The icons of <see cref="IconSprite"/>, as markup shared by all circuits instead of a component: a card has six of them,
/// and components would be most of the memory of an open dashboard.
/// </summary>
internal static class Icon
{
    /// <summary>The animated icon. It is rotated as a whole, which browsers can do without repainting.</summary>
    private const string Animated = "running";

    /// <summary>The icons that point along the line of reading: they are mirrored from right to left.</summary>
    private static readonly HashSet<string> Directional = ["left", "right", "back", "skipback", "skipfwd"];

    private static readonly ConcurrentDictionary<(string, string?), MarkupString> Made = new();

    /// <summary>An icon as markup.</summary>
    /// <param name="name">The ID of a symbol without "i-". Never user input.</param>
    /// <param name="class">Additional CSS classes, such as "i-s" for small.</param>
    public static MarkupString Of(string name, string? @class = null) =>
        Made.GetOrAdd((name, @class), static key => Make(key.Item1, key.Item2));

    /// <summary>An icon for an Icon parameter of MudBlazor: the content of its svg element.</summary>
    /// <param name="name">The ID of a symbol without "i-". Never user input.</param>
    public static string Use(string name) => $"<use href=\"#i-{name}\"></use>";

    private static MarkupString Make(string name, string? @class)
    {
        var motion = name == Animated ? "turn " : Directional.Contains(name) ? "i-way " : "";
        return new($"<svg class=\"i {motion}{@class}\" aria-hidden=\"true\">{Use(name)}</svg>");
    }
}
