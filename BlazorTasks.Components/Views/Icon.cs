using System.Collections.Concurrent;

namespace BlazorTasks.Components.Views;

/// <summary>The icons, 16 by 16, drawn with lines in the color of the text.</summary>
internal static class Icon
{
    private const string Circle = "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12";
    private static readonly ConcurrentDictionary<string, MarkupString> Made = new();

    /// <summary>The icon of a state (<see cref="Formatting.TaskText.Key(TaskSnapshot)"/>), "bell" or "close".</summary>
    public static MarkupString Of(string name) => Made.GetOrAdd(name, static name => new MarkupString(
        $"<svg class=\"{(name == "running" ? "bt-icon bt-turns" : "bt-icon")}\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">"
        + $"<path d=\"{PathOf(name)}\" /></svg>"));

    private static string PathOf(string name) => name switch
    {
        "running" => "M8 2a6 6 0 1 1-6 6",
        "succeeded" => "M3 8.5l3.5 3.5L13 4.5",
        "warned" => "M8 2.5L14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1",
        "failed" or "interrupted" => Circle + "M8 5v3.6M8 11v.1",
        "waiting" => Circle + "M6.3 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.9.6-.9 1.2M8 11.3v.1",
        "cancelled" or "declined" or "cancelling" => Circle + "M5.5 8h5",
        "bell" => "M3 11.5c1-1 1-2 1-4.5a4 4 0 0 1 8 0c0 2.5 0 3.5 1 4.5zM6.6 14h2.8",
        "close" => "M4 4l8 8M12 4l-8 8",
        _ => Circle + "M8 4.8V8l2.3 1.6",
    };
}
