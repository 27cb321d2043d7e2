namespace BlazorTasks.Dashboard.Components.Filters;

/// <summary>A value that a filter can take.</summary>
/// <param name="Value">What the address holds.</param>
/// <param name="Text">What people read.</param>
/// <param name="State">The state whose icon and colour it wears, or null.</param>
public sealed record ChipOption(string Value, string Text, string? State = null)
{
    /// <summary>What is chosen of values of which one can be.</summary>
    public static IReadOnlyCollection<string> Only(string? value) => value is null ? [] : [value];
}
