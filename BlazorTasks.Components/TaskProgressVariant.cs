namespace BlazorTasks.Components;

/// <summary>How much of a task is shown.</summary>
public enum TaskProgressVariant
{
    /// <summary>A framed card: name, state, bar, status, time left, question and actions.</summary>
    Card,

    /// <summary>Bar, status, time left and actions, without frame and name.</summary>
    Inline,

    /// <summary>One row: name, thin bar and percentage or state, for lists.</summary>
    Compact,
}
