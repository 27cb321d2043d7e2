using Microsoft.Extensions.Logging;

namespace BlazorTasks.Client;

/// <summary>A page of a task's log.</summary>
/// <param name="Items">The lines, in order.</param>
/// <param name="Next">The number of the last line, to be used as "after", or null if this is the last page.</param>
public sealed record ApiLogPage(IReadOnlyList<ApiLogLine> Items, long? Next);

/// <summary>A line of a log, or a gap where lines were dropped because of rate limiting or the maximum length of the log.</summary>
/// <param name="Number">The number of the line, starting at 1. For a gap, the number of its first line.</param>
/// <param name="At">When it was written, or null for a gap.</param>
/// <param name="Level">The log level.</param>
/// <param name="Text">The text.</param>
/// <param name="Dropped">The number of dropped lines in a gap.</param>
public sealed record ApiLogLine(long Number, DateTimeOffset? At, LogLevel? Level, string Text, long Dropped);
