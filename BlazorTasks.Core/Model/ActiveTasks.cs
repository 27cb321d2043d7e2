namespace BlazorTasks;

/// <summary>
/// The active tasks in three groups. Immutable and shared: built once per frame, not once per viewer.
/// </summary>
/// <param name="InProgress">Tasks in progress: those waiting for an answer first, then the most recently started first.</param>
/// <param name="UpNext">Tasks that are queued or scheduled, in the order in which they will start.</param>
/// <param name="JustFinished">Recently finished tasks that have not been dismissed, newest first.</param>
public sealed record ActiveTasks(
    IReadOnlyList<TaskSnapshot> InProgress,
    IReadOnlyList<TaskSnapshot> UpNext,
    IReadOnlyList<TaskSnapshot> JustFinished)
{
    /// <summary>An instance without tasks.</summary>
    public static ActiveTasks None { get; } = new([], [], []);

    private int[]? _counts;
    private Dictionary<string, ActiveTasks>? _byOwner;

    /// <summary>
    /// Gets the time since when the oldest queued task has been waiting, or null if the queue is empty. Computed once and
    /// cached.
    /// </summary>
    public DateTimeOffset? OldestQueuedAt => field ??= UpNext.Where(task => task.State == TaskState.Queued).Min(task => task.QueuedAt);

    /// <summary>
    /// Gets the tasks that wait for a person's answer, oldest prompt first, without paused tasks. Computed once and cached.
    /// </summary>
    public IReadOnlyList<TaskSnapshot> Questions => field ??=
        [.. InProgress.Concat(UpNext).Where(task => task.AsksSomething).OrderBy(task => task.Prompt!.AskedAt).ThenBy(task => task.Id)];

    /// <summary>Gets the ids of the schedules that started its tasks, in order. Computed once and cached.</summary>
    public IReadOnlyList<string> Schedules => field ??= [.. InProgress.Concat(UpNext).Concat(JustFinished)
        .Select(task => task.Schedule).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Returns the number of unfinished tasks in a state. Computed once and cached.</summary>
    public int Count(TaskState state) => (_counts ??= CountAll())[(int)state];

    /// <summary>Gets the number of unfinished tasks.</summary>
    public int Unfinished => InProgress.Count + UpNext.Count;

    /// <summary>
    /// Returns the tasks that a person may see. Those of owners are computed once per frame, so that the cost for each person
    /// depends on their own tasks.
    /// </summary>
    internal ActiveTasks For(Person person)
    {
        if (person.SeesAllTasks)
        {
            return this;
        }

        var own = (_byOwner ??= ByOwner()).GetValueOrDefault(person.Id, None);
        return person.Roles.Count > 0 && Questions.Any(task => task.Owner != person.Id && person.CanSee(task))
            ? new ActiveTasks([.. InProgress.Where(person.CanSee)], [.. UpNext.Where(person.CanSee)], own.JustFinished)
            : own;
    }

    private Dictionary<string, ActiveTasks> ByOwner()
    {
        var (inProgress, upNext, justFinished) = (Group(InProgress), Group(UpNext), Group(JustFinished));
        return inProgress.Keys.Concat(upNext.Keys).Concat(justFinished.Keys).Distinct().ToDictionary(
            owner => owner,
            owner => new ActiveTasks(
                inProgress.GetValueOrDefault(owner, []),
                upNext.GetValueOrDefault(owner, []),
                justFinished.GetValueOrDefault(owner, [])));

        static Dictionary<string, List<TaskSnapshot>> Group(IReadOnlyList<TaskSnapshot> tasks) => tasks
            .Where(task => task.Owner is not null)
            .GroupBy(task => task.Owner!)
            .ToDictionary(group => group.Key, group => group.ToList());
    }

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
