namespace BlazorTasks.Notifications;

/// <summary>Finds running tasks that take longer than 95 % of the earlier runs of their definition, each attempt once.</summary>
internal sealed class SlowTasks(TaskMonitor monitor, TimeProvider time)
{
    private readonly HashSet<(TaskId, int)> _found = [];

    public IReadOnlyList<Occasion> Next()
    {
        var now = time.GetUtcNow();
        var running = monitor.Active.InProgress.Where(task => task.State == TaskState.Running).ToList();
        _found.IntersectWith(running.Select(AttemptOf));
        return
        [
            .. running.Where(task => IsSlow(task, now) && _found.Add(AttemptOf(task)))
                .Select(task => new Occasion(task, NotificationEvent.Slow, null)),
        ];
    }

    private bool IsSlow(TaskSnapshot task, DateTimeOffset now) =>
        task is { Definition: { } definition, AttemptStartedAt: { } began } && monitor.StatisticsOf(definition).IsSlow(now - began);

    private static (TaskId, int) AttemptOf(TaskSnapshot task) => (task.Id, task.Attempt);
}
