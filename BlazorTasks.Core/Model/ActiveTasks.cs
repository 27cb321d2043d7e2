namespace BlazorTasks;

/// <summary>
/// The tasks that concern people now, in three groups. Immutable and shared: built once for each frame, not for each
/// viewer.
/// </summary>
/// <param name="InProgress">Those under way: first those that ask people something, then newest start first.</param>
/// <param name="UpNext">Those that will start, in the order in which they will.</param>
/// <param name="JustFinished">Those that ended a moment ago and were not dismissed, newest first.</param>
public sealed record ActiveTasks(
    IReadOnlyList<TaskSnapshot> InProgress,
    IReadOnlyList<TaskSnapshot> UpNext,
    IReadOnlyList<TaskSnapshot> JustFinished)
{
    /// <summary>No tasks at all.</summary>
    public static ActiveTasks None { get; } = new([], [], []);

    private int[]? _counts;

    /// <summary>Since when the first of the queued tasks has waited, or null if none does. Counted once, for all who ask.</summary>
    public DateTimeOffset? OldestQueuedAt => field ??= UpNext.Where(task => task.State == TaskState.Queued).Min(task => task.QueuedAt);

    /// <summary>The tasks that ask people something, oldest question first; those that are paused are not among them. Looked for once, for all who ask.</summary>
    public IReadOnlyList<TaskSnapshot> Questions => field ??=
        [.. InProgress.Concat(UpNext).Where(task => task.AsksSomething).OrderBy(task => task.Prompt!.AskedAt).ThenBy(task => task.Id)];

    /// <summary>How many unfinished tasks are in a state. Counted once, for all who ask.</summary>
    public int Count(TaskState state) => (_counts ??= CountAll())[(int)state];

    /// <summary>How many tasks are not finished.</summary>
    public int Unfinished => InProgress.Count + UpNext.Count;

    private int[] CountAll()
    {
        var counts = new int[Enum.GetValues<TaskState>().Length];
        foreach (var task in InProgress)
        {
            counts[(int)task.State]++;
        }

        foreach (var task in UpNext)
        {
            counts[(int)task.State]++;
        }

        return counts;
    }
}
