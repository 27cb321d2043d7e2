namespace BlazorTasks;

/// <summary>What changed since the frame before, with the newest snapshot of each task.</summary>
/// <param name="Number">The number of the frame in this process.</param>
/// <param name="Changed">The tasks that changed. Shared by all subscribers.</param>
public sealed record TaskFrame(long Number, IReadOnlyDictionary<TaskId, TaskSnapshot> Changed)
{
    /// <summary>Finished tasks that are no longer in the history: removed by a person, or because they were too old or too many.</summary>
    public IReadOnlySet<TaskId> Removed { get; init; } = new HashSet<TaskId>();
}
