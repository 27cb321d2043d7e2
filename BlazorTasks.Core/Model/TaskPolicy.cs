namespace BlazorTasks;

/// <summary>What happens when a task's code throws an exception.</summary>
public enum OnError
{
    /// <summary>The task is retried automatically with an increasing delay, as long as attempts remain.</summary>
    RetryAutomatically,

    /// <summary>A person is asked whether to retry, as long as attempts remain.</summary>
    AskToRetry,

    /// <summary>The task fails, even if attempts remain.</summary>
    Fail,
}

/// <summary>How a task is run: attempts, timeouts and concurrency.</summary>
public sealed record TaskPolicy
{
    /// <summary>The default policy: one attempt without a timeout.</summary>
    public static TaskPolicy Default { get; } = new();

    /// <summary>The maximum delay that can safely be added to any time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>The maximum number of attempts.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>What happens when an attempt fails and others remain.</summary>
    public OnError OnError { get; init; } = OnError.RetryAutomatically;

    /// <summary>
    /// The delay before the second attempt. It doubles with each further attempt and is jittered by a fifth, so that tasks
    /// that failed together are not retried together.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum delay between attempts.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The maximum duration of one attempt, or null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether the task is CPU-bound. Such tasks are limited by <see cref="BlazorTasksOptions.MaxCpuBound"/>, all others by
    /// <see cref="BlazorTasksOptions.MaxConcurrency"/>.
    /// </summary>
    public bool CpuBound { get; init; }

    /// <summary>
    /// Whether the task bypasses the concurrency limits and starts immediately. For short tasks that manage other tasks and
    /// must not wait for them.
    /// </summary>
    public bool TakesNoSlot { get; init; }

    /// <summary>
    /// The maximum number of tasks of this definition that run concurrently, or null for no limit of its own: in this process or,
    /// with a store that several processes use, in all of them together.
    /// </summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// The parameter of the definition for each of whose values <see cref="Concurrency"/> counts separately, for example one
    /// import at a time for each customer. Null counts all tasks of the definition.
    /// </summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>
    /// Cancels the task when its owner's last open page of the dashboard has been closed for this long. Null never cancels
    /// it: closing the browser has no effect. Tracked per process: an owner who never had a page open here is not considered
    /// absent.
    /// </summary>
    public TimeSpan? CancelAfterOwnerLeaves { get; init; }

    /// <summary>Exception types, including subclasses, that are not worth retrying.</summary>
    public IReadOnlyList<Type> PermanentErrors { get; init; } = [];

    /// <summary>
    /// Whether the task is restarted automatically after its process was lost. Completed steps then return their stored
    /// results, and answered prompts are not asked again. Code between steps runs again.
    /// </summary>
    public bool Restartable { get; init; }

    /// <summary>How long the retry prompt stays open (<see cref="OnError.AskToRetry"/>).</summary>
    public TimeSpan AskFor { get; init; } = PromptOptions.DefaultTimeout;

    /// <summary>Whether the task is retried if nobody answers the retry prompt in time. Otherwise it fails.</summary>
    public bool RetryUnanswered { get; init; }

    /// <summary>Returns the delay before the next attempt.</summary>
    /// <param name="failed">The number of failed attempts.</param>
    /// <param name="variation">The position within the jitter range, from 0 to 1.</param>
    internal TimeSpan DelayAfter(int failed, double variation)
    {
        var grown = Math.Min(RetryDelay.TotalSeconds * Math.Pow(2, Math.Clamp(failed - 1, 0, 30)), MaxRetryDelay.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Min(grown * (0.8 + (0.4 * variation)), Longest.TotalSeconds));
    }

    /// <summary>Validates the policy.</summary>
    /// <exception cref="ArgumentException">A value is invalid. The message names it.</exception>
    internal static void Check(TaskPolicy policy)
    {
        var wrong = policy switch
        {
            { MaxAttempts: < 1 } => $"{nameof(MaxAttempts)} is {policy.MaxAttempts}; it must be at least 1",
            { Concurrency: < 1 } => $"{nameof(Concurrency)} is {policy.Concurrency}; it must be at least 1, or null for no limit",
            { Concurrency: null, ConcurrencyKey: { } key } =>
                $"{nameof(ConcurrencyKey)} is {key}, but {nameof(Concurrency)} is not set, so there is no limit to count for it",
            { RetryDelay.Ticks: < 0 } => $"{nameof(RetryDelay)} is {policy.RetryDelay}; it must not be negative",
            { MaxRetryDelay.Ticks: < 0 } => $"{nameof(MaxRetryDelay)} is {policy.MaxRetryDelay}; it must not be negative",
            { Timeout.Ticks: <= 0 } => $"{nameof(Timeout)} is {policy.Timeout}; it must be greater than zero, or null for no timeout",
            { AskFor.Ticks: <= 0 } => $"{nameof(AskFor)} is {policy.AskFor}; it must be greater than zero",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new ArgumentException($"{wrong}.", nameof(policy));
        }
    }

    /// <summary>Returns whether an error is worth retrying.</summary>
    internal bool MayRetry(int attempt, int maxAttempts, Exception error) =>
        OnError != OnError.Fail && attempt < maxAttempts && !IsPermanent(error)
        && (error is not AggregateException several || !several.Flatten().InnerExceptions.Any(IsPermanent));

    private bool IsPermanent(Exception error) => PermanentErrors.Any(type => type.IsInstanceOfType(error));
}
