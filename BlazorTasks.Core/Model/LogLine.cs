using Microsoft.Extensions.Logging;

namespace BlazorTasks;

/// <summary>One line of a task's log.</summary>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Level">How important it is.</param>
/// <param name="Text">The line, at most 8 KB; longer ones are cut and say so.</param>
/// <param name="Category">The logger that wrote it, or null when the task wrote it itself.</param>
/// <param name="IsWarning">Whether it came from <see cref="TaskContext.Warn"/> and so counts as a warning of the task.</param>
public sealed record LogLine(DateTimeOffset At, LogLevel Level, string Text, string? Category = null, bool IsWarning = false);
