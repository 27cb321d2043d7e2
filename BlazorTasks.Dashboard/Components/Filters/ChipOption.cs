namespace BlazorTasks.Dashboard.Components.Filters;

/// <summary>An option of a filter.</summary>
/// <param name="Value">The value in the URL.</param>
/// <param name="Text">The display text.</param>
/// <param name="State">The state whose icon and colour it uses, or null.</param>
public sealed record ChipOption(string Value, string Text, string? State = null)
{
    /// <summary>The selection of a single-choice filter.</summary>
    public static IReadOnlyCollection<string> Only(string? value) => value is null ? [] : [value];
}
