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

/// <summary>An input that does not fit its form. Nothing was started.</summary>
/// <param name="errors">A message for each wrong field, by name.</param>
public sealed class InvalidInputException(IReadOnlyDictionary<string, string> errors)
    : Exception(string.Join(" ", errors.Select(error => error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}.")))
{
    /// <summary>An input that is wrong as a whole.</summary>
    public InvalidInputException(string message)
        : this(new Dictionary<string, string> { [""] = message })
    {
    }

    /// <summary>A message for each wrong field, by name; a message for the whole under "".</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}

/// <summary>An idempotency key was used before, for something else. Nothing was started.</summary>
/// <param name="message">Which key, and for what.</param>
public sealed class KeyReusedException(string message) : Exception(message);
