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
public sealed record TaskQuery : TaskFilter
{
    /// <summary>The maximum page size.</summary>
    public const int MaxLimit = 200;

    /// <summary>Selects all finished tasks.</summary>
    public TaskQuery()
    {
    }

    /// <summary>Selects the finished tasks that match a filter.</summary>
    public TaskQuery(TaskFilter filter)
        : base(filter)
    {
    }

    /// <summary>Whether to return finished tasks (the history) or unfinished ones.</summary>
    public bool Finished { get; init; } = true;

    /// <summary>The sort order.</summary>
    public TaskSort Sort { get; init; }

    /// <summary>Whether to sort in ascending order: the oldest, the shortest, or A first.</summary>
    public bool Ascending { get; init; }

    /// <summary>The cursor: <see cref="TaskPage.Next"/> or <see cref="TaskPage.Previous"/> of another page.</summary>
    public string? Cursor { get; init; }

    /// <summary>The page size, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    internal int SafeLimit => Math.Clamp(Limit, 1, MaxLimit);

    /// <summary>Returns whether a stored task matches, ignoring the cursor and the page size.</summary>
    /// <param name="task">The task.</param>
    /// <param name="text">Returns the text that is searched, including the input.</param>
    internal bool Matches(TaskSnapshot task, Func<string> text) =>
        task.FinishedAt is not null == Finished
        && MatchesExceptText(task, task.State)
        && (string.IsNullOrEmpty(Text) || text().Contains(Text, StringComparison.OrdinalIgnoreCase));
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

    /// <summary>The error. See <see cref="TaskFilter.Error"/>.</summary>
    Error,
}

/// <summary>The stored use of an idempotency key.</summary>
/// <param name="TaskId">The id of the task that was started with it.</param>
/// <param name="Fingerprint">A hash of the request.</param>
public sealed record IdempotencyRecord(TaskId TaskId, string Fingerprint);
