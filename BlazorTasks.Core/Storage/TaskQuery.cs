namespace BlazorTasks.Storage;

/// <summary>The sort order of a list of tasks.</summary>
public enum TaskSort
{
    /// <summary>By the time they finished or, for unfinished tasks, were created.</summary>
    Time,

    /// <summary>By duration.</summary>
    Duration,

    /// <summary>By name.</summary>
    Name,
}

/// <summary>Selects, sorts and pages tasks. By default: all finished tasks, newest first.</summary>
public sealed record TaskQuery
{
    /// <summary>The maximum page size.</summary>
    public const int MaxLimit = 200;

    /// <summary>The maximum length of a search text.</summary>
    public const int MaxText = 200;

    /// <summary>
    /// The number of leading characters of an error message by which errors are grouped. What follows is often a number or a
    /// name unique to one task.
    /// </summary>
    public const int MaxError = 200;

    /// <summary>Whether to return finished tasks (the history) or unfinished ones.</summary>
    public bool Finished { get; init; } = true;

    /// <summary>Only these states. Empty means any.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only this definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Only this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tasks with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only tasks that this schedule started.</summary>
    public string? Schedule { get; init; }

    /// <summary>Only child tasks of this task.</summary>
    public TaskId? Parent { get; init; }

    /// <summary>
    /// Only tasks that ended with this error: the first <see cref="MaxError"/> characters of its message, trimmed, as
    /// returned by <see cref="ErrorOf(TaskSnapshot)"/>.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>Only tasks whose name, label, input, status or error contains this text, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Only tasks that finished (or were created) at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only tasks that finished (or were created) before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only tasks with at least this duration.</summary>
    public TimeSpan? MinDuration { get; init; }

    /// <summary>Only tasks with at most this duration.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The sort order.</summary>
    public TaskSort Sort { get; init; }

    /// <summary>Whether to sort in ascending order: the oldest, the shortest, or A first.</summary>
    public bool Ascending { get; init; }

    /// <summary>The cursor: <see cref="TaskPage.Next"/> or <see cref="TaskPage.Previous"/> of another page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The page size, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Returns the text by which a task's error is grouped, or null if it has none.</summary>
    public static string? ErrorOf(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ErrorOf(task.ErrorMessage);
    }

    /// <summary>Returns the text by which an error with this message is grouped, or null if the message is empty.</summary>
    public static string? ErrorOf(string? message)
    {
        var text = message?.Trim();
        return string.IsNullOrEmpty(text)
            ? null
            : text.Length <= MaxError
            ? text
            : text[..(char.IsHighSurrogate(text[MaxError - 1]) ? MaxError - 1 : MaxError)];
    }

    internal int SafeLimit => Math.Clamp(Limit, 1, MaxLimit);

    /// <summary>Returns whether a task matches, ignoring the cursor, its input and the page size.</summary>
    internal bool Matches(TaskSnapshot task, Func<string> text) =>
        task.FinishedAt is not null == Finished
        && (States.Count == 0 || States.Contains(task.State))
        && (Definition is null || task.Definition == Definition)
        && (Owner is null || task.Owner == Owner)
        && (Tag is null || task.Tags.Contains(Tag))
        && (Schedule is null || task.Schedule == Schedule)
        && (Parent is null || task.ParentId == Parent)
        && (Error is null || ErrorOf(task) == Error)
        && InTime(task.FinishedAt ?? task.CreatedAt)
        && (MinDuration is null || task.Duration >= MinDuration)
        && (MaxDuration is null || task.Duration <= MaxDuration)
        && (string.IsNullOrEmpty(Text) || text().Contains(Text, StringComparison.OrdinalIgnoreCase));

    private bool InTime(DateTimeOffset at) => !(at < From) && !(at >= To);
}

/// <summary>A page of tasks in the order of its query.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="Previous">The cursor of the previous page, or null if this is the first page.</param>
/// <param name="Next">The cursor of the next page, or null if this is the last page.</param>
public sealed record TaskPage(IReadOnlyList<TaskSnapshot> Items, string? Previous, string? Next);

/// <summary>The number of tasks that ended in a state within an interval.</summary>
/// <param name="From">The start of the interval.</param>
/// <param name="State">The state.</param>
/// <param name="Count">The number of tasks.</param>
public sealed record OutcomeCount(DateTimeOffset From, TaskState State, int Count);

/// <summary>A property by which finished tasks can be filtered.</summary>
public enum TaskFacet
{
    /// <summary>The definition.</summary>
    Definition,

    /// <summary>The owner.</summary>
    Owner,

    /// <summary>The tags.</summary>
    Tag,

    /// <summary>The error. See <see cref="TaskQuery.Error"/>.</summary>
    Error,
}

/// <summary>The stored use of an idempotency key.</summary>
/// <param name="TaskId">The id of the task that was started with it.</param>
/// <param name="Fingerprint">A hash of the request.</param>
public sealed record IdempotencyRecord(TaskId TaskId, string Fingerprint);
