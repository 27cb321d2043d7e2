namespace BlazorTasks;

/// <summary>The recent load of this process. Immutable.</summary>
/// <param name="FinishedToday">The number of tasks finished since midnight.</param>
/// <param name="FailedToday">The number of them that failed.</param>
/// <param name="Running">The peak number of running tasks in each of the last twelve five-minute intervals, the current one
/// last.</param>
/// <param name="Queued">The peak number of queued tasks in each interval.</param>
/// <param name="Failed">The number of failed tasks in each interval.</param>
public sealed record TaskActivity(
    int FinishedToday,
    int FailedToday,
    IReadOnlyList<int> Running,
    IReadOnlyList<int> Queued,
    IReadOnlyList<int> Failed);
