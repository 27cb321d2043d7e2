namespace BlazorTasks;

/// <summary>Options for starting a task.</summary>
public sealed record StartOptions
{
    /// <summary>The maximum length of a tag, in characters.</summary>
    public const int MaxTagLength = 50;

    /// <summary>The maximum number of tags.</summary>
    public const int MaxTags = 20;

    /// <summary>The maximum length of an idempotency key, in characters.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The maximum length of an owner's name, in characters.</summary>
    public const int MaxOwnerLength = 256;

    /// <summary>The default options.</summary>
    public static StartOptions Default { get; } = new();

    /// <summary>The owner of the task, or null for the application itself.</summary>
    public string? Owner { get; init; }

    /// <summary>A label that distinguishes the task from others of the same definition. Null uses the first input value.</summary>
    public string? Label { get; init; }

    /// <summary>Free-form tags to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The priority. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time at which the task runs, or null to run it now. A time in the past means now.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The parent task. Null uses the task whose code is calling, if any.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>
    /// Makes repeated starts idempotent: for 24 hours, the same key from the same owner returns the task of the first start.
    /// Only supported for definitions, because lambdas cannot be compared.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// The policy (attempts, timeout and so on). Null uses the policy of the definition, or for a lambda one attempt without
    /// a timeout.
    /// </summary>
    public TaskPolicy? Policy { get; init; }

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">A value is not allowed. The message says which and why.</exception>
    internal static StartOptions Check(StartOptions options)
    {
        if (options.Tags.Count > MaxTags || options.Tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > MaxTagLength))
        {
            throw new ArgumentException($"A task can have at most {MaxTags} tags of 1 to {MaxTagLength} characters each.", nameof(options));
        }

        if (options.Owner is { Length: > MaxOwnerLength } owner)
        {
            throw new ArgumentException(
                $"The owner must be at most {MaxOwnerLength} characters long, but has {owner.Length:N0}.",
                nameof(options));
        }

        TaskPolicy.Check(options.Policy ?? TaskPolicy.Default);
        return options.IdempotencyKey is { Length: 0 or > MaxKeyLength }
            ? throw new ArgumentException($"The idempotency key must be between 1 and {MaxKeyLength} characters long.", nameof(options))
            : options;
    }
}
