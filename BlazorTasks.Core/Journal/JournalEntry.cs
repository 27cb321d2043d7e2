namespace BlazorTasks.Journal;

/// <summary>A pending write: an event with the resulting snapshot or, without an event, newer live state only.</summary>
/// <param name="Task">The task it belongs to.</param>
/// <param name="Event">The event, or null.</param>
/// <param name="After">The resulting snapshot.</param>
/// <param name="Committed">Completed when the entry is durable, for callers that must not respond earlier.</param>
internal readonly record struct JournalEntry(
    MonitoredTask Task,
    TaskEvent? Event,
    TaskSnapshot After,
    TaskCompletionSource? Committed = null)
{
    /// <summary>The branch of the task's history that the entry belongs to. See <see cref="MonitoredTask.Branch"/>.</summary>
    public int Branch { get; } = Task.Branch;

    /// <summary>Whether a preceding entry could not be stored, which makes this one obsolete.</summary>
    public bool IsOrphaned => Branch != Task.Branch;
}
