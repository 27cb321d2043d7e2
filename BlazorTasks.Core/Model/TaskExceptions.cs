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

/// <summary>The store cannot be written, or does not say whether it has written.</summary>
/// <param name="message">Since when, and what became of the command.</param>
/// <param name="mayBeStored">Whether the command may still take effect.</param>
/// <param name="isFull">Whether it is because the disk is full.</param>
public sealed class StorageUnavailableException(string message, bool mayBeStored, bool isFull = false) : Exception(message)
{
    /// <summary>Whether the disk is full: it is of no use to try again before someone has freed space.</summary>
    public bool IsFull { get; } = isFull;

    /// <summary>Whether the command may still take effect: then it is seen as soon as it is stored. Otherwise nothing has happened.</summary>
    public bool MayBeStored { get; } = mayBeStored;

    internal static StorageUnavailableException NotStarted(DateTimeOffset since, bool isFull) => new(Sentence(since, isFull, "nothing was started"), mayBeStored: false, isFull);

    internal static string Sentence(DateTimeOffset since, bool isFull, string outcome) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(isFull ? "The disk is full" : "Storage is unavailable")} since {since:HH:mm:ss} UTC; {outcome}. {(isFull ? "Free space on the server, then try again" : "Try again")}.");
}

/// <summary>As many tasks wait as may. Nothing was started.</summary>
/// <param name="message">How many.</param>
public sealed class QueueFullException(string message) : Exception(message);

/// <summary>An idempotency key was used before, for something else. Nothing was started.</summary>
/// <param name="message">Which key, and for what.</param>
public sealed class KeyReusedException(string message) : Exception(message);
