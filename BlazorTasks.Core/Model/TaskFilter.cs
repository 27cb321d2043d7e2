namespace BlazorTasks;

/// <summary>
/// Which tasks: those of the history, of the active tasks, or of a stream. An empty filter matches all of them, and several
/// conditions must all hold.
/// </summary>
public record TaskFilter
{
    /// <summary>The maximum length of a search text.</summary>
    public const int MaxText = 200;

    /// <summary>
    /// The number of leading characters of an error message by which errors are grouped. What follows is often a number or a
    /// name unique to one task.
    /// </summary>
    public const int MaxError = 200;

    /// <summary>Shorter text would match too many ids.</summary>
    private const int MinIdLength = 6;

    /// <summary>Matches every task.</summary>
    public static TaskFilter None { get; } = new();

    /// <summary>Only these states. Empty means any.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only this definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Only these definitions. Empty means any. Used for API keys that are limited to some.</summary>
    internal IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>Only this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tasks that run or ran on this node.</summary>
    public string? Node { get; init; }

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

    /// <summary>Only tasks whose name, label, status or tags contain this text, ignoring case; in the history also input and
    /// error.</summary>
    public string? Text { get; init; }

    /// <summary>Only tasks that finished (or were created) at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only tasks that finished (or were created) before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only tasks with at least this duration.</summary>
    public TimeSpan? MinDuration { get; init; }

    /// <summary>Only tasks with at most this duration.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Whether every task matches.</summary>
    public virtual bool IsEmpty =>
        States.Count == 0
        && Definitions.Count == 0
        && string.IsNullOrWhiteSpace(Text)
        && (Definition ?? Owner ?? Node ?? Tag ?? Schedule ?? Error) is null
        && (Parent, From, To, MinDuration, MaxDuration) is (null, null, null, null, null);

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

    /// <summary>
    /// Returns whether a task matches. Text is searched in what its snapshot contains and, from six characters on, in its id.
    /// </summary>
    public bool Matches(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Matches(task, task.State);
    }

    /// <summary>Returns whether a task would match in another state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="state">The state, such as the one that the task has just left.</param>
    public bool Matches(TaskSnapshot task, TaskState state)
    {
        ArgumentNullException.ThrowIfNull(task);
        return MatchesExceptText(task, state) && (string.IsNullOrWhiteSpace(Text) || MatchesText(task, Text.Trim()));
    }

    /// <summary>Returns whether a task matches, apart from the text.</summary>
    private protected bool MatchesExceptText(TaskSnapshot task, TaskState state) =>
        (States.Count == 0 || States.Contains(state))
        && (Definition is null || task.Definition == Definition)
        && (Definitions.Count == 0 || (task.Definition is { } definition && Definitions.Contains(definition)))
        && (Owner is null || task.Owner == Owner)
        && (Node is null || task.Node == Node)
        && (Tag is null || task.Tags.Contains(Tag))
        && (Schedule is null || task.Schedule == Schedule)
        && (Parent is null || task.ParentId == Parent)
        && (Error is null || ErrorOf(task) == Error)
        && IsInTime(task.FinishedAt ?? task.CreatedAt)
        && (MinDuration is null || task.Duration >= MinDuration)
        && (MaxDuration is null || task.Duration <= MaxDuration);

    private static bool MatchesText(TaskSnapshot task, string text)
    {
        return Has(task.Name) || Has(task.Label) || Has(task.Status) || task.Tags.Any(Has)
            || (text.Length >= MinIdLength && Has(task.Id.ToString()));

        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }

    private bool IsInTime(DateTimeOffset at) => !(at < From) && !(at >= To);
}
