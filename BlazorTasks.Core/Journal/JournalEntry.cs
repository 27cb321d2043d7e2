namespace BlazorTasks.Journal;

/// <summary>One thing to write: an event with the snapshot it leads to, or (without event) only newer live state.</summary>
/// <param name="Task">The task it belongs to.</param>
/// <param name="Event">The event, or null.</param>
/// <param name="After">The task after it.</param>
/// <param name="Committed">Completed when it is durable, for callers that may not answer before.</param>
internal readonly record struct JournalEntry(MonitoredTask Task, TaskEvent? Event, TaskSnapshot After, TaskCompletionSource? Committed = null)
{
    /// <summary>The branch of the task's history that it belongs to; see <see cref="MonitoredTask.Branch"/>.</summary>
    public int Branch { get; } = Task.Branch;

    /// <summary>Whether what it follows was set aside, so that it has no place any more.</summary>
    public bool IsOrphaned => Branch != Task.Branch;
}
