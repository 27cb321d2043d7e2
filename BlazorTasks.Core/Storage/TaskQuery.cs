namespace BlazorTasks.Storage;

/// <summary>Which tasks to list, in which order, from where. Nothing set means all finished tasks, newest first.</summary>
public sealed record TaskQuery
{
    /// <summary>The largest page there is.</summary>
    public const int MaxLimit = 200;

    /// <summary>The longest text to search for.</summary>
    public const int MaxText = 200;

    /// <summary>Finished tasks (the history), or those that are not finished.</summary>
    public bool Finished { get; init; } = true;

    /// <summary>Only these states; empty means any.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only this definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Only this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tasks with a text that contains this, in name, label, status or error, whatever the case.</summary>
    public string? Text { get; init; }

    /// <summary>Where to go on: <see cref="TaskPage.Older"/> or <see cref="TaskPage.Newer"/> of another page.</summary>
    public string? Cursor { get; init; }

    /// <summary>How many tasks at the most, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Whether a task matches, its place and the page aside.</summary>
    internal bool Matches(TaskSnapshot task) =>
        task.FinishedAt is not null == Finished
        && (States.Count == 0 || States.Contains(task.State))
        && (Definition is null || task.Definition == Definition)
        && (Owner is null || task.Owner == Owner)
        && (Text is null || Contains(task.Name) || Contains(task.Label) || Contains(task.Status) || Contains(task.ErrorMessage));

    private bool Contains(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>One page of tasks, newest first.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="Newer">The cursor of the page before this one, or null if this is the first.</param>
/// <param name="Older">The cursor of the page after this one, or null if this is the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskSnapshot> Items, string? Newer, string? Older);
