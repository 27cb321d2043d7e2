using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>
/// The drawings of <see cref="IconSprite"/>. Markup that is shared by all circuits, not a component: a card has six of
/// them, and a component each would be most of what an open dashboard weighs.
/// </summary>
internal static class Icon
{
    /// <summary>The one that turns: as a whole, which costs browsers no painting. Its pieces would.</summary>
    private const string Turning = "running";

    private static readonly ConcurrentDictionary<(string, string?), MarkupString> Made = new();

    /// <summary>One drawing.</summary>
    /// <param name="name">The id of a symbol without "i-". Never text from people.</param>
    /// <param name="class">More classes, such as "i-s" for small.</param>
    public static MarkupString Of(string name, string? @class = null) =>
        Made.GetOrAdd((name, @class), static key => new($"<svg class=\"i {(key.Item1 == Turning ? "turn " : "")}{key.Item2}\" aria-hidden=\"true\"><use href=\"#i-{key.Item1}\"></use></svg>"));

    /// <summary>The same drawing for an Icon parameter of MudBlazor: what stands inside of its own svg.</summary>
    /// <param name="name">The id of a symbol without "i-". Never text from people.</param>
    public static string Use(string name) => $"<use href=\"#i-{name}\"></use>";
}
