namespace BlazorTasks;

/// <summary>What is limited to a number per minute, for each person and API key.</summary>
public enum RateLimitedAction
{
    /// <summary>Starting a task.</summary>
    Start,

    /// <summary>A command for a task, such as cancelling or answering.</summary>
    Command,

    /// <summary>Uploading a file.</summary>
    Upload,

    /// <summary>Opening an event stream or a WebSocket.</summary>
    Stream,

    /// <summary>Reading by the API.</summary>
    Read,
}

/// <summary>Thrown if a person or an API key has reached a limit per minute. The message is a sentence for them.</summary>
/// <param name="message">Which limit was reached, and when to try again.</param>
/// <param name="retryAfter">When to try again.</param>
public sealed class TooManyRequestsException(string message, TimeSpan retryAfter) : AccessDeniedException(message)
{
    /// <summary>Gets when to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
