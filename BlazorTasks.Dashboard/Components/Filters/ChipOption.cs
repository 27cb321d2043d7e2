namespace BlazorTasks.Dashboard.Components.Filters;

/// <summary>An option of a filter.</summary>
/// <param name="Value">The value in the URL.</param>
/// <param name="Text">The display text; without it, the value is shown.</param>
/// <param name="State">The state whose icon and colour it uses, or null.</param>
public sealed record ChipOption(string Value, string? Text = null, string? State = null)
{
    /// <summary>The text on one line.</summary>
    public string Line => LogText.CleanLine(Text ?? Value);

    /// <summary>A state as an option.</summary>
    public static ChipOption Of(TaskState state) => new(TaskText.Key(state), TaskText.Word(state), TaskText.Key(state));
}
