namespace BlazorTasks.Execution;

/// <summary>
/// How the code of an attempt ended: the resulting event, and the result or exception for those who await the handle.
/// </summary>
internal sealed record AttemptOutcome(TaskEvent Event, object? Result = null, Exception? Error = null);
