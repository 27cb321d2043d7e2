namespace BlazorTasks;

/// <summary>
/// Makes a method startable by name from the dashboard, the API and code. Its parameters become the start form. A
/// <see cref="TaskContext"/>, a <see cref="CancellationToken"/> or an <see cref="IProgress{T}"/> of double is supplied by the
/// engine and does not appear in the form. The declaring class is created for each attempt, in its own service scope.
/// </summary>
/// <param name="title">The display name, such as "Import customers". Its kebab-case form is the name in the API and in
/// URLs.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MonitoredTaskAttribute(string title) : Attribute
{
    /// <summary>Gets the display name.</summary>
    public string Title { get; } = title;

    /// <summary>A one-sentence description.</summary>
    public string? Description { get; set; }

    /// <summary>The group in which it is listed.</summary>
    public string? Group { get; set; }

    /// <summary>
    /// The roles of which a person must have one to start it or see it in the catalog. Administrators always may. Empty means
    /// everyone who may start tasks.
    /// </summary>
    public string[] Roles { get; set; } = [];

    /// <inheritdoc cref="TaskPolicy.MaxAttempts" />
    public int MaxAttempts { get; set; } = TaskPolicy.Default.MaxAttempts;

    /// <inheritdoc cref="TaskPolicy.OnError" />
    public OnError OnError { get; set; } = TaskPolicy.Default.OnError;

    /// <summary>The delay before the second attempt, such as "00:00:05". See <see cref="TaskPolicy.RetryDelay"/>.</summary>
    public string? RetryDelay { get; set; }

    /// <summary>The maximum delay between attempts, such as "00:10:00".</summary>
    public string? MaxRetryDelay { get; set; }

    /// <summary>The maximum duration of one attempt, such as "00:30:00", or null for no limit.</summary>
    public string? Timeout { get; set; }

    /// <inheritdoc cref="TaskPolicy.CpuBound" />
    public bool CpuBound { get; set; }

    /// <summary>
    /// The maximum number of tasks of this definition that run concurrently, or 0 for no limit of its own: in this process or,
    /// with a store that several processes use, in all of them together.
    /// </summary>
    public int Concurrency { get; set; }

    /// <inheritdoc cref="TaskPolicy.ConcurrencyKey" />
    public string? ConcurrencyKey { get; set; }

    /// <summary>
    /// Cancels the task when its owner's last open page has been closed for this long, such as "00:05:00". See
    /// <see cref="TaskPolicy.CancelAfterOwnerLeaves"/>.
    /// </summary>
    public string? CancelAfterOwnerLeaves { get; set; }

    /// <inheritdoc cref="TaskPolicy.PermanentErrors" />
    public Type[] PermanentErrors { get; set; } = [];

    /// <inheritdoc cref="TaskPolicy.Restartable" />
    public bool Restartable { get; set; }

    /// <summary>How long the retry prompt stays open, such as "04:00:00". See <see cref="TaskPolicy.AskFor"/>.</summary>
    public string? AskFor { get; set; }

    /// <inheritdoc cref="TaskPolicy.RetryUnanswered" />
    public bool RetryUnanswered { get; set; }

    /// <summary>Converts these settings to a policy.</summary>
    /// <exception cref="NotSupportedException">A value is invalid. The message names it.</exception>
    internal TaskPolicy ToPolicy() => new()
    {
        MaxAttempts = MaxAttempts is > 0 and <= 1_000
            ? MaxAttempts
            : throw new NotSupportedException($"MaxAttempts is {MaxAttempts}; it must be between 1 and 1,000"),
        OnError = OnError,
        RetryDelay = Length(nameof(RetryDelay), RetryDelay) ?? TaskPolicy.Default.RetryDelay,
        MaxRetryDelay = Length(nameof(MaxRetryDelay), MaxRetryDelay) ?? TaskPolicy.Default.MaxRetryDelay,
        Timeout = Length(nameof(Timeout), Timeout),
        CpuBound = CpuBound,
        Concurrency = Concurrency switch
        {
            0 => null,
            > 0 => Concurrency,
            _ => throw new NotSupportedException($"Concurrency is {Concurrency}; it must be 0 (no limit) or greater"),
        },
        ConcurrencyKey = ConcurrencyKey is null || Concurrency > 0
            ? ConcurrencyKey
            : throw new NotSupportedException($"ConcurrencyKey is \"{ConcurrencyKey}\", which needs a Concurrency of at least 1"),
        CancelAfterOwnerLeaves = Length(nameof(CancelAfterOwnerLeaves), CancelAfterOwnerLeaves),
        PermanentErrors = PermanentErrors,
        Restartable = Restartable,
        AskFor = Length(nameof(AskFor), AskFor) ?? TaskPolicy.Default.AskFor,
        RetryUnanswered = RetryUnanswered,
    };

    private static TimeSpan? Length(string name, string? text) =>
        text is null ? null
        : Forms.DurationText.TryRead(text, out var length) && length > TimeSpan.Zero ? length
        : throw new NotSupportedException($"{name} is \"{text}\"; it must be a duration such as \"00:30:00\", or \"1.12:00:00\" with days");
}
