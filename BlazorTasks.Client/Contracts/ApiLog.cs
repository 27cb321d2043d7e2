using Microsoft.Extensions.Logging;

namespace BlazorTasks.Client;

/// <summary>A part of a task's log.</summary>
/// <param name="Items">The lines, in order.</param>
/// <param name="Next">The number of the last line here, to give as "after"; null when there was nothing more.</param>
public sealed record ApiLogPage(IReadOnlyList<ApiLogLine> Items, long? Next);

/// <summary>One line of a log, or the place where lines were dropped because they came too fast, or because a log keeps only so many.</summary>
/// <param name="Number">Its number, from 1; of a gap, that of its first line.</param>
/// <param name="At">When it was written; null for a gap.</param>
/// <param name="Level">How important it is.</param>
/// <param name="Text">The line.</param>
/// <param name="Dropped">How many lines a gap stands for.</param>
public sealed record ApiLogLine(long Number, DateTimeOffset? At, LogLevel? Level, string Text, long Dropped);
