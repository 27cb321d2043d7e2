namespace BlazorTasks;

/// <summary>Thrown by <see cref="MonitoredTask.Completion"/> when the process was shut down while the task ran.</summary>
/// <param name="message">What happened.</param>
public sealed class TaskInterruptedException(string message) : Exception(message);

/// <summary>Thrown by <see cref="MonitoredTask.Completion"/> when a task failed without an exception of its own code.</summary>
/// <param name="reason">Why.</param>
/// <param name="message">What happened.</param>
public sealed class TaskFailedException(TaskReason reason, string message) : Exception(message)
{
    /// <summary>Why it failed.</summary>
    public TaskReason Reason { get; } = reason;
}
