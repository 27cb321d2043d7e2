namespace BlazorTasks.Feed;

/// <summary>
/// Keeps <see cref="ActiveTasks"/> up to date incrementally, so that the cost of a frame depends on the number of changes and
/// not on the number of tasks. Only used by the feed's loop; others read <see cref="Active"/>.
/// </summary>
internal sealed class TaskBoard(BlazorTasksOptions options)
{
    private readonly Dictionary<TaskId, TaskSnapshot> _all = [];
    private readonly Group _inProgress = new(QuestionsThenNewestStartFirst);
    private readonly Group _upNext = new(FirstToStartFirst);
    private readonly Group _finished = new(NewestEndFirst);
    private volatile ActiveTasks _active = ActiveTasks.None;

    public ActiveTasks Active => _active;

    public void Put(TaskSnapshot snapshot)
    {
        if (_all.Remove(snapshot.Id, out var before))
        {
            GroupOf(before.State).Remove(before);
        }

        if (snapshot.DismissedAt is null)
        {
            _all[snapshot.Id] = snapshot;
            GroupOf(snapshot.State).Add(snapshot);
        }
    }

    /// <summary>Returns whether a task of another node has changed since it was put here, or belongs here and is missing.</summary>
    public bool IsNews(TaskSnapshot task, DateTimeOffset now) => _all.TryGetValue(task.Id, out var shown)
        ? task.Seq > shown.Seq || (task.Seq == shown.Seq && (task.Progress, task.Status) != (shown.Progress, shown.Status))
        : task.DismissedAt is null && Stays(task, now);

    /// <summary>Removes a task that was deleted from the history.</summary>
    public void Remove(TaskId id)
    {
        if (_all.Remove(id, out var gone))
        {
            GroupOf(gone.State).Remove(gone);
        }
    }

    /// <summary>
    /// Removes finished tasks that have been on the board for long enough. A failed task stays until someone has dismissed or
    /// retried it.
    /// </summary>
    /// <returns>Whether any was removed.</returns>
    public bool Tidy(DateTimeOffset now)
    {
        var leaving = new List<TaskSnapshot>();
        var place = 0;
        foreach (var snapshot in _finished.Sorted)
        {
            if (++place > options.MaxJustFinished || !Stays(snapshot, now))
            {
                leaving.Add(snapshot);
            }
        }

        foreach (var snapshot in leaving)
        {
            _all.Remove(snapshot.Id);
            _finished.Remove(snapshot);
        }

        return leaving.Count > 0;
    }

    /// <summary>Publishes the changes.</summary>
    public void Publish() => _active = new ActiveTasks(_inProgress.ToShared(), _upNext.ToShared(), _finished.ToShared());

    private bool Stays(TaskSnapshot task, DateTimeOffset now) =>
        task.FinishedAt is null || task.State == TaskState.Failed || task.FinishedAt + options.AutoDismissAfter > now;

    private Group GroupOf(TaskState state) => state switch
    {
        TaskState.Running or TaskState.Waiting or TaskState.Backoff or TaskState.Cancelling => _inProgress,
        TaskState.Scheduled or TaskState.Queued or TaskState.Starting => _upNext,
        _ => _finished,
    };

    private static int QuestionsThenNewestStartFirst(TaskSnapshot a, TaskSnapshot b)
    {
        var byQuestion = b.AsksSomething.CompareTo(a.AsksSomething);
        return byQuestion != 0 ? byQuestion : Compare(b.StartedAt, a.StartedAt, a, b);
    }

    private static int NewestEndFirst(TaskSnapshot a, TaskSnapshot b) => Compare(b.FinishedAt, a.FinishedAt, a, b);

    private static int FirstToStartFirst(TaskSnapshot a, TaskSnapshot b)
    {
        var byState = Rank(a).CompareTo(Rank(b));
        var byPriority = byState != 0 ? byState : b.Priority.CompareTo(a.Priority);
        return byPriority != 0 ? byPriority : Compare(a.RunAt ?? a.QueuedAt, b.RunAt ?? b.QueuedAt, b, a);

        static int Rank(TaskSnapshot task) => task.State switch { TaskState.Starting => 0, TaskState.Queued => 1, _ => 2 };
    }

    private static int Compare(DateTimeOffset? first, DateTimeOffset? second, TaskSnapshot a, TaskSnapshot b)
    {
        var byTime = Nullable.Compare(first, second);
        return byTime != 0 ? byTime : b.Id.CompareTo(a.Id);
    }

    private sealed class Group(Comparison<TaskSnapshot> order)
    {
        private readonly SortedSet<TaskSnapshot> _sorted = new(Comparer<TaskSnapshot>.Create(order));
        private TaskSnapshot[]? _shared = [];

        public IEnumerable<TaskSnapshot> Sorted => _sorted;

        public void Add(TaskSnapshot snapshot)
        {
            _sorted.Add(snapshot);
            _shared = null;
        }

        public void Remove(TaskSnapshot snapshot)
        {
            _sorted.Remove(snapshot);
            _shared = null;
        }

        public TaskSnapshot[] ToShared() => _shared ??= [.. _sorted];
    }
}
