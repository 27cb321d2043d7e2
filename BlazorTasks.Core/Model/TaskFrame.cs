namespace BlazorTasks;

/// <summary>The changes since the previous frame, with the latest snapshot of each changed task.</summary>
/// <param name="Number">The number of the frame in this process.</param>
/// <param name="Changed">The tasks that changed. Shared by all subscribers.</param>
public sealed record TaskFrame(long Number, IReadOnlyDictionary<TaskId, TaskSnapshot> Changed)
{
    /// <summary>Gets the ids of finished tasks that were deleted from the history, by a person or by retention.</summary>
    public IReadOnlySet<TaskId> Removed { get; init; } = new HashSet<TaskId>();
}
