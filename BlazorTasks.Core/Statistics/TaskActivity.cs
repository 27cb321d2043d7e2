namespace BlazorTasks;

/// <summary>How busy this process was lately. Immutable.</summary>
/// <param name="FinishedToday">How many tasks have ended since midnight.</param>
/// <param name="FailedToday">How many of them failed.</param>
/// <param name="Running">The most tasks under way in each of the last twelve times of five minutes, the current one last.</param>
/// <param name="Queued">The most tasks that waited for a slot in each of them.</param>
/// <param name="Failed">How many tasks failed in each of them.</param>
public sealed record TaskActivity(int FinishedToday, int FailedToday, IReadOnlyList<int> Running, IReadOnlyList<int> Queued, IReadOnlyList<int> Failed);
