namespace BlazorTasks;

/// <summary>
/// Makes a method startable by name: from the dashboard, over the API and from code. Its parameters become the start
/// form; a <see cref="TaskContext"/>, a <see cref="CancellationToken"/> or an <see cref="IProgress{T}"/> of double is
/// handed in and asked of nobody. The class is made for each attempt, in a scope of its own.
/// </summary>
/// <param name="title">What people see, such as "Import customers". Its kebab-case is the name in the API and in URLs.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MonitoredTaskAttribute(string title) : Attribute
{
    /// <summary>What people see.</summary>
    public string Title { get; } = title;

    /// <summary>What it does, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>Under which heading it is listed.</summary>
    public string? Group { get; set; }

    /// <inheritdoc cref="TaskPolicy.MaxAttempts" />
    public int MaxAttempts { get; set; } = TaskPolicy.Default.MaxAttempts;

    /// <inheritdoc cref="TaskPolicy.OnError" />
    public OnError OnError { get; set; } = TaskPolicy.Default.OnError;

    /// <summary>The pause before the second attempt, such as "00:00:05"; see <see cref="TaskPolicy.RetryDelay"/>.</summary>
    public string? RetryDelay { get; set; }

    /// <summary>The longest pause between attempts, such as "00:10:00".</summary>
    public string? MaxRetryDelay { get; set; }

    /// <summary>How long one attempt may take, such as "00:30:00"; null for as long as it takes.</summary>
    public string? Timeout { get; set; }

    /// <inheritdoc cref="TaskPolicy.CpuBound" />
    public bool CpuBound { get; set; }

    /// <summary>How many tasks of this definition run at once in this process; 0 for as many as there are slots.</summary>
    public int Concurrency { get; set; }

    /// <summary>Cancels the task when its owner's last page has been closed for this long, such as "00:05:00"; see <see cref="TaskPolicy.CancelWhenOwnerGone"/>.</summary>
    public string? CancelWhenOwnerGone { get; set; }

    /// <inheritdoc cref="TaskPolicy.PermanentErrors" />
    public Type[] PermanentErrors { get; set; } = [];

    /// <inheritdoc cref="TaskPolicy.Restartable" />
    public bool Restartable { get; set; }

    /// <summary>How long the question whether to try again stays open, such as "04:00:00"; see <see cref="TaskPolicy.AskFor"/>.</summary>
    public string? AskFor { get; set; }

    /// <inheritdoc cref="TaskPolicy.RetryUnanswered" />
    public bool RetryUnanswered { get; set; }

    /// <summary>The same as a policy.</summary>
    /// <exception cref="NotSupportedException">A value makes no sense; the message says which.</exception>
    internal TaskPolicy ToPolicy() => new()
    {
        MaxAttempts = MaxAttempts is > 0 and <= 1_000 ? MaxAttempts : throw new NotSupportedException($"MaxAttempts is {MaxAttempts}; it should be from 1 to 1,000"),
        OnError = OnError,
        RetryDelay = Length(nameof(RetryDelay), RetryDelay) ?? TaskPolicy.Default.RetryDelay,
        MaxRetryDelay = Length(nameof(MaxRetryDelay), MaxRetryDelay) ?? TaskPolicy.Default.MaxRetryDelay,
        Timeout = Length(nameof(Timeout), Timeout),
        CpuBound = CpuBound,
        Concurrency = Concurrency switch
        {
            0 => null,
            > 0 => Concurrency,
            _ => throw new NotSupportedException($"Concurrency is {Concurrency}; it should be 0 for no limit, or more"),
        },
        CancelWhenOwnerGone = Length(nameof(CancelWhenOwnerGone), CancelWhenOwnerGone),
        PermanentErrors = PermanentErrors,
        Restartable = Restartable,
        AskFor = Length(nameof(AskFor), AskFor) ?? TaskPolicy.Default.AskFor,
        RetryUnanswered = RetryUnanswered,
    };

    private static TimeSpan? Length(string name, string? text) =>
        text is null ? null
        : Forms.DurationText.TryRead(text, out var length) && length > TimeSpan.Zero ? length
        : throw new NotSupportedException($"{name} is \"{text}\"; it should be a duration such as \"00:30:00\", or \"1.12:00:00\" with days");
}
