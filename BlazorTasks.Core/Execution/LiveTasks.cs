using System.Collections.Concurrent;

namespace BlazorTasks.Execution;

/// <summary>The tasks that are in memory: unfinished ones, and finished ones whose outcome is being stored.</summary>
internal sealed class LiveTasks
{
    private readonly ConcurrentDictionary<TaskId, MonitoredTask> _tasks = new();

    /// <summary>Gets the number of tasks that wait for a person.</summary>
    public int WaitingForPeople => _tasks.Values.Count(task => task.State == TaskState.Waiting);

    public MonitoredTask? Find(TaskId id) => _tasks.GetValueOrDefault(id);

    public void Add(MonitoredTask task) => _tasks[task.Id] = task;

    public MonitoredTask GetOrAdd(TaskId id, Func<MonitoredTask> create) => _tasks.GetOrAdd(id, _ => create());

    /// <summary>Releases a task after it is stored. From then on it is read from the store.</summary>
    public void Remove(MonitoredTask task) => _tasks.TryRemove(task.Id, out _);

    /// <summary>Returns the tasks of an owner that are to be cancelled after the owner has been gone for this long.</summary>
    public IEnumerable<MonitoredTask> LeftBy(string owner, TimeSpan gone) =>
        _tasks.Values.Where(
            task => task.Policy.CancelWhenOwnerGone <= gone
                && task.Snapshot.Owner == owner
                && !task.Snapshot.State.IsFinal()
                && task.Snapshot.CancelRequestedAt is null);
}
