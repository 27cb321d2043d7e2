namespace BlazorTasks;

/// <summary>How to start a task, beyond what it does.</summary>
public sealed record StartOptions
{
    /// <summary>The longest tag, in characters.</summary>
    public const int MaxTagLength = 50;

    /// <summary>The most tags.</summary>
    public const int MaxTags = 20;

    /// <summary>The longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The longest name of an owner, in characters.</summary>
    public const int MaxOwnerLength = 256;

    /// <summary>Nothing special.</summary>
    public static StartOptions Default { get; } = new();

    /// <summary>Who it belongs to; null for the program itself.</summary>
    public string? Owner { get; init; }

    /// <summary>What tells it from its siblings; null takes the first input.</summary>
    public string? Label { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time to run it; null for now. A time in the past is now.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The task that starts it; null takes the one whose code is running here, if there is one.</summary>
    public TaskId? ParentId { get; init; }

    /// <summary>
    /// Makes asking twice the same as asking once: for 24 hours, the same key from the same owner gives the task of the
    /// first time. Only for definitions: a lambda cannot be compared.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Attempts, timeout and the like; null takes those of the definition, and for a lambda one attempt without timeout.</summary>
    public TaskPolicy? Policy { get; init; }

    /// <summary>Checks what the types cannot.</summary>
    /// <exception cref="ArgumentException">A value is not allowed; the message says which and why.</exception>
    internal static StartOptions Check(StartOptions options)
    {
        if (options.Tags.Count > MaxTags || options.Tags.Any(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > MaxTagLength))
        {
            throw new ArgumentException($"Tags should be at most {MaxTags}, each from 1 to {MaxTagLength} characters.", nameof(options));
        }

        if (options.Owner is { Length: > MaxOwnerLength } owner)
        {
            throw new ArgumentException($"The owner should be at most {MaxOwnerLength} characters, not {owner.Length:N0}.", nameof(options));
        }

        TaskPolicy.Check(options.Policy ?? TaskPolicy.Default);
        return options.IdempotencyKey is { Length: 0 or > MaxKeyLength }
            ? throw new ArgumentException($"The idempotency key should be from 1 to {MaxKeyLength} characters.", nameof(options))
            : options;
    }
}
