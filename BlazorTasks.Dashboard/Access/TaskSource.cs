namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// The tasks of everyone, for code that does not act for a person: the hub, which checks each of its clients, and health
/// checks. Everything else uses <see cref="TaskAccess"/>.
/// </summary>
internal sealed class TaskSource(TaskMonitor monitor)
{
    /// <summary>Gets all definitions.</summary>
    public IReadOnlyList<TaskDefinition> Definitions => monitor.Definitions.All;

    public IDisposable Subscribe(Action<TaskFrame> onFrame) => monitor.Subscribe(onFrame);

    public IDisposable SubscribeEvents(Action<TaskSnapshot, TaskEvent> onEvent) => monitor.SubscribeEvents(onEvent);

    /// <summary>Returns all unfinished tasks, with their live state.</summary>
    public async IAsyncEnumerable<TaskSnapshot> UnfinishedAsync()
    {
        await foreach (var task in monitor.ListAllAsync(new TaskQuery { Finished = false }))
        {
            yield return monitor.Find(task.Id)?.Snapshot ?? task;
        }
    }

    public Task<TaskHealth> CheckHealthAsync() => monitor.CheckHealthAsync();
}
