namespace BlazorTasks;

/// <summary>What happens when a task's code throws.</summary>
public enum OnError
{
    /// <summary>It is tried again by itself, after a pause that grows, as long as attempts are left.</summary>
    RetryAutomatically,

    /// <summary>The person is asked whether to try again, as long as attempts are left.</summary>
    AskToRetry,

    /// <summary>It fails, whatever attempts are left.</summary>
    Fail,
}

/// <summary>How a task is run: how often, how long, beside how many others.</summary>
public sealed record TaskPolicy
{
    /// <summary>One attempt, as long as it takes.</summary>
    public static TaskPolicy Default { get; } = new();

    /// <summary>The longest pause that makes sense, and that can be added to any time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>How many attempts there are in all.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>What happens when an attempt fails and others are left.</summary>
    public OnError OnError { get; init; } = OnError.RetryAutomatically;

    /// <summary>The pause before the second attempt. It doubles with each further one and varies by a fifth, so that tasks that failed together do not return together.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one attempt may take; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether it keeps a processor busy. Such tasks run beside <see cref="BlazorTasksOptions.MaxCpuBound"/> others, the rest beside <see cref="BlazorTasksOptions.MaxConcurrency"/>.</summary>
    public bool CpuBound { get; init; }

    /// <summary>Whether it starts at once, however many others run: for short work about other tasks, which must not wait for them.</summary>
    public bool TakesNoSlot { get; init; }

    /// <summary>How many tasks of this definition run at once in this process; null for as many as there are slots.</summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// Cancels the task when its owner's last open page of the dashboard has been closed for this long; null never does,
    /// because closing the browser changes nothing. Counted in this process: an owner who never had a page open here has not gone.
    /// </summary>
    public TimeSpan? CancelWhenOwnerGone { get; init; }

    /// <summary>Exceptions after which trying again is pointless, and their subclasses.</summary>
    public IReadOnlyList<Type> PermanentErrors { get; init; } = [];

    /// <summary>
    /// Whether it runs again by itself after its process was lost. Finished steps then give their stored results, and
    /// answered questions are not asked again; what lies between steps is done twice.
    /// </summary>
    public bool Restartable { get; init; }

    /// <summary>How long the question whether to try again stays open (<see cref="OnError.AskToRetry"/>).</summary>
    public TimeSpan AskFor { get; init; } = PromptOptions.DefaultTimeout;

    /// <summary>Whether the task is tried again when nobody answers that question in time. Otherwise it fails.</summary>
    public bool RetryUnanswered { get; init; }

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="failed">How many attempts have failed.</param>
    /// <param name="variation">From 0 to 1: where in the range of variation.</param>
    internal TimeSpan DelayAfter(int failed, double variation)
    {
        var grown = Math.Min(RetryDelay.TotalSeconds * Math.Pow(2, Math.Clamp(failed - 1, 0, 30)), MaxRetryDelay.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Min(grown * (0.8 + (0.4 * variation)), Longest.TotalSeconds));
    }

    /// <summary>Checks what the types cannot.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message says which.</exception>
    internal static void Check(TaskPolicy policy)
    {
        var wrong = policy switch
        {
            { MaxAttempts: < 1 } => $"{nameof(MaxAttempts)} is {policy.MaxAttempts}; it should be at least 1",
            { Concurrency: < 1 } => $"{nameof(Concurrency)} is {policy.Concurrency}; it should be at least 1, or null for no limit",
            { RetryDelay.Ticks: < 0 } => $"{nameof(RetryDelay)} is {policy.RetryDelay}; it should not be negative",
            { MaxRetryDelay.Ticks: < 0 } => $"{nameof(MaxRetryDelay)} is {policy.MaxRetryDelay}; it should not be negative",
            { Timeout.Ticks: <= 0 } => $"{nameof(Timeout)} is {policy.Timeout}; it should be more than zero, or null for none",
            { AskFor.Ticks: <= 0 } => $"{nameof(AskFor)} is {policy.AskFor}; it should be more than zero",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new ArgumentException($"{wrong}.", nameof(policy));
        }
    }

    /// <summary>Whether an error is worth another attempt.</summary>
    internal bool MayRetry(int attempt, int maxAttempts, Exception error) =>
        OnError != OnError.Fail && attempt < maxAttempts && !IsPermanent(error)
        && (error is not AggregateException several || !several.Flatten().InnerExceptions.Any(IsPermanent));

    private bool IsPermanent(Exception error) => PermanentErrors.Any(type => type.IsInstanceOfType(error));
}
