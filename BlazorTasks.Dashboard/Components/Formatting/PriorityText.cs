namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The names of priorities.</summary>
internal static class PriorityText
{
    /// <summary>The priorities that can be chosen. The API accepts any number.</summary>
    public static IReadOnlyList<(int Priority, string Name)> Usual { get; } = [(10, "High"), (0, "Normal"), (-10, "Low")];

    /// <summary>"high", or the number itself if it has no name.</summary>
    public static string Name(int priority) =>
        Usual.FirstOrDefault(usual => usual.Priority == priority).Name?.ToLowerInvariant()
            ?? priority.ToString(CultureInfo.CurrentCulture);
}
