namespace BlazorTasks;

/// <summary>Thrown by <see cref="MonitoredTask.Completion"/> if the process was shut down while the task was running.</summary>
/// <param name="message">The message.</param>
public sealed class TaskInterruptedException(string message) : Exception(message);

/// <summary>Thrown by <see cref="MonitoredTask.Completion"/> if a task failed without an exception of its own code.</summary>
/// <param name="reason">The reason.</param>
/// <param name="message">The message.</param>
public sealed class TaskFailedException(TaskReason reason, string message) : Exception(message)
{
    /// <summary>Gets the reason for the failure.</summary>
    public TaskReason Reason { get; } = reason;
}

/// <summary>Thrown if an input is invalid. The task was not started.</summary>
/// <param name="errors">The validation errors, by field name.</param>
public sealed class InvalidInputException(IReadOnlyDictionary<string, string> errors)
    : Exception(string.Join(" ", errors.Select(error => error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}.")))
{
    /// <summary>Creates an exception for an input that is invalid as a whole.</summary>
    public InvalidInputException(string message)
        : this(new Dictionary<string, string> { [""] = message })
    {
    }

    /// <summary>Gets the validation errors by field name. The empty name stands for the whole input.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}

/// <summary>Thrown if storage is unavailable or has not confirmed a command.</summary>
/// <param name="message">The message.</param>
/// <param name="mayBeStored">Whether the command may still take effect.</param>
/// <param name="isFull">Whether the disk is full.</param>
public sealed class StorageUnavailableException(string message, bool mayBeStored, bool isFull = false) : Exception(message)
{
    /// <summary>Gets whether the disk is full. Retrying is pointless until space has been freed.</summary>
    public bool IsFull { get; } = isFull;

    /// <summary>Gets whether the command may still take effect. If so, it becomes visible as soon as it is stored.</summary>
    public bool MayBeStored { get; } = mayBeStored;

    internal static StorageUnavailableException NotStarted(DateTimeOffset since, bool isFull) =>
        new(Sentence(since, isFull, "the task was not started"), mayBeStored: false, isFull);

    internal static string Sentence(DateTimeOffset since, bool isFull, string outcome) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(isFull ? "The disk has been full" : "Storage has been unavailable")} since {since:HH:mm:ss} UTC; {outcome}. " +
        $"{(isFull ? "Free space on the server, then try again" : "Try again")}.");
}

/// <summary>Thrown if the queue is full. The task was not started.</summary>
/// <param name="message">The message.</param>
public sealed class QueueFullException(string message) : Exception(message);

/// <summary>Thrown if an idempotency key was already used for a different request. The task was not started.</summary>
/// <param name="message">The message.</param>
public sealed class KeyReusedException(string message) : Exception(message);
