namespace BlazorTasks.Storage;

/// <summary>A schedule that is due, with what is needed to decide about its run.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Unfinished">The number of its unfinished tasks.</param>
/// <param name="LastEndedAt">When its last task finished, or null.</param>
public sealed record DueSchedule(Schedule Schedule, int Unfinished, DateTimeOffset? LastEndedAt);
