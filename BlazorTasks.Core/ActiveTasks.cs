namespace BlazorTasks;

/// <summary>
/// The tasks that concern people now, in three groups. Immutable and shared: built once for each frame, not for each
/// viewer.
/// </summary>
/// <param name="InProgress">Those under way, newest start first.</param>
/// <param name="UpNext">Those that will start, in the order in which they will.</param>
/// <param name="JustFinished">Those that ended a moment ago and were not dismissed, newest first.</param>
public sealed record ActiveTasks(
    IReadOnlyList<TaskSnapshot> InProgress,
    IReadOnlyList<TaskSnapshot> UpNext,
    IReadOnlyList<TaskSnapshot> JustFinished)
{
    /// <summary>No tasks at all.</summary>
    public static ActiveTasks None { get; } = new([], [], []);

    /// <summary>How many tasks are not finished.</summary>
    public int Unfinished => InProgress.Count + UpNext.Count;
}
