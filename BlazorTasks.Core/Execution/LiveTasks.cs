namespace BlazorTasks.Execution;

/// <summary>
/// The tasks that are in memory: those that this process owns, until their outcome is stored, and those that were started
/// here and now wait for, or run on, any node.
/// </summary>
internal sealed class LiveTasks
{
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _owned = new();
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _followed = new();

    /// <summary>Gets the number of tasks that wait for a person.</summary>
    public int WaitingForPeople => _owned.Values.Count(task => task.State == TaskState.Waiting);

    /// <summary>Gets the tasks that this process owns.</summary>
    public ICollection<MonitoredTask> Owned => _owned.Values;

    /// <summary>Gets the tasks that were started here and are not owned by this process.</summary>
    public ICollection<MonitoredTask> Followed => _followed.Values;

    public MonitoredTask? Find(TaskId id) => _owned.GetValueOrDefault(id) ?? _followed.GetValueOrDefault(id);

    public MonitoredTask? FindOwned(TaskId id) => _owned.GetValueOrDefault(id);

    public MonitoredTask? FindFollowed(TaskId id) => _followed.GetValueOrDefault(id);

    public void Add(MonitoredTask task) => _owned[task.Id] = task;

    /// <summary>Returns the task, to be owned by this process. One that was followed leaves the others with <see cref="Own"/>.</summary>
    public MonitoredTask GetOrAdd(TaskId id, Func<MonitoredTask> create) =>
        _owned.GetOrAdd(id, _ => _followed.GetValueOrDefault(id) ?? create());

    /// <summary>This process owns the task. Called under the lock of the task, as <see cref="Follow"/> is.</summary>
    public void Own(MonitoredTask task)
    {
        _owned[task.Id] = task;
        _followed.TryRemove(task.Id, out _);
    }

    /// <summary>Keeps the handle of a task that this process no longer owns.</summary>
    public void Follow(MonitoredTask task)
    {
        _followed[task.Id] = task;
        _owned.TryRemove(task.Id, out _);
    }

    /// <summary>Releases a task after it is stored. From then on it is read from the store.</summary>
    public void Remove(MonitoredTask task)
    {
        _owned.TryRemove(task.Id, out _);
        _followed.TryRemove(task.Id, out _);
    }

    /// <summary>Returns the tasks of an owner that are to be cancelled because the owner has been absent for this long.</summary>
    public IEnumerable<MonitoredTask> CancelledByAbsenceOf(string owner, TimeSpan absence) =>
        _owned.Values.Concat(_followed.Values).Where(
            task => task.Policy.CancelAfterOwnerLeaves <= absence
                && task.Snapshot.Owner == owner
                && !task.Snapshot.State.IsFinal()
                && task.Snapshot.CancelRequestedAt is null);
}
