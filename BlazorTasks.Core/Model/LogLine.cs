namespace BlazorTasks;

/// <summary>One line of a task's log.</summary>
/// <param name="At">When it was written, in UTC.</param>
/// <param name="Level">The log level.</param>
/// <param name="Text">The text, at most 8 KB. Longer lines are truncated and marked as such.</param>
/// <param name="Category">The category of the logger that wrote it, or null if the task wrote it directly.</param>
/// <param name="IsWarning">Whether it was written with <see cref="TaskContext.Warn"/> and counts as a warning of the task.</param>
public sealed record LogLine(DateTimeOffset At, LogLevel Level, string Text, string? Category = null, bool IsWarning = false);
