namespace BlazorTasks.Execution;

/// <summary>How the code of an attempt ended: the event that follows, and what the handle gives to those who await it.</summary>
internal sealed record AttemptOutcome(TaskEvent Event, object? Result = null, Exception? Error = null);
