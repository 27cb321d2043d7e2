namespace BlazorTasks.Storage;

/// <summary>In which order tasks are listed.</summary>
public enum TaskSort
{
    /// <summary>By the time they finished, or were created while they have not finished.</summary>
    Time,

    /// <summary>By how long they took.</summary>
    Duration,

    /// <summary>By name.</summary>
    Name,
}

/// <summary>Which tasks to list, in which order, from where. Nothing set means all finished tasks, newest first.</summary>
public sealed record TaskQuery
{
    /// <summary>The largest page there is.</summary>
    public const int MaxLimit = 200;

    /// <summary>The longest text to search for.</summary>
    public const int MaxText = 200;

    /// <summary>How much of an error's message tells errors apart: what follows is often a number or a name that no two have in common.</summary>
    public const int MaxError = 200;

    /// <summary>Finished tasks (the history), or those that are not finished.</summary>
    public bool Finished { get; init; } = true;

    /// <summary>Only these states; empty means any.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only this definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Only this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tasks with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only tasks that this one has started.</summary>
    public TaskId? Parent { get; init; }

    /// <summary>Only tasks that ended with this error: the first <see cref="MaxError"/> characters of its message, without the white space around it, as <see cref="ErrorOf(TaskSnapshot)"/> gives them.</summary>
    public string? Error { get; init; }

    /// <summary>Only tasks with a text that contains this, in name, label, input, status or error, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Only tasks that finished (or were created) at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only tasks that finished (or were created) before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only tasks that took at least this long.</summary>
    public TimeSpan? MinDuration { get; init; }

    /// <summary>Only tasks that took at most this long.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The order.</summary>
    public TaskSort Sort { get; init; }

    /// <summary>Whether the smallest comes first: the oldest, the shortest, A.</summary>
    public bool Ascending { get; init; }

    /// <summary>Where to go on: <see cref="TaskPage.Next"/> or <see cref="TaskPage.Previous"/> of another page.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many tasks at the most, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>By what the error of a task is told apart from others, or null if it has none.</summary>
    public static string? ErrorOf(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return ErrorOf(task.ErrorMessage);
    }

    /// <summary>By what an error with this message is told apart from others, or null if it says nothing.</summary>
    public static string? ErrorOf(string? message)
    {
        var text = message?.Trim();
        return string.IsNullOrEmpty(text) ? null : text.Length <= MaxError ? text : text[..(char.IsHighSurrogate(text[MaxError - 1]) ? MaxError - 1 : MaxError)];
    }

    internal int SafeLimit => Math.Clamp(Limit, 1, MaxLimit);

    /// <summary>Whether a task matches, its place, its input and the page aside.</summary>
    internal bool Matches(TaskSnapshot task, Func<string> text) =>
        task.FinishedAt is not null == Finished
        && (States.Count == 0 || States.Contains(task.State))
        && (Definition is null || task.Definition == Definition)
        && (Owner is null || task.Owner == Owner)
        && (Tag is null || task.Tags.Contains(Tag))
        && (Parent is null || task.ParentId == Parent)
        && (Error is null || ErrorOf(task) == Error)
        && InTime(task.FinishedAt ?? task.CreatedAt)
        && (MinDuration is null || task.Duration >= MinDuration)
        && (MaxDuration is null || task.Duration <= MaxDuration)
        && (string.IsNullOrEmpty(Text) || text().Contains(Text, StringComparison.OrdinalIgnoreCase));

    private bool InTime(DateTimeOffset at) => !(at < From) && !(at >= To);
}

/// <summary>One page of tasks, in the order of its query.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="Previous">The cursor of the page before this one, or null if this is the first.</param>
/// <param name="Next">The cursor of the page after this one, or null if this is the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskSnapshot> Items, string? Previous, string? Next);

/// <summary>How many tasks ended in some state within some time.</summary>
/// <param name="From">When the time begins.</param>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
public sealed record OutcomeCount(DateTimeOffset From, TaskState State, int Count);

/// <summary>Something that finished tasks can be told apart by.</summary>
public enum TaskFacet
{
    /// <summary>Their definition.</summary>
    Definition,

    /// <summary>Their owner.</summary>
    Owner,

    /// <summary>Their tags.</summary>
    Tag,

    /// <summary>The errors they ended with; see <see cref="TaskQuery.Error"/>.</summary>
    Error,
}

/// <summary>What a store keeps about an idempotency key.</summary>
/// <param name="TaskId">The task that was started with it.</param>
/// <param name="Fingerprint">A hash of what was asked for.</param>
public sealed record IdempotencyRecord(TaskId TaskId, string Fingerprint);
