namespace BlazorTasks;

/// <summary>
/// Stands for a stored event that cannot be read, for example after damage to the database. It is never stored itself, and
/// what the event changed is unknown: a task that is replayed stays as it was.
/// </summary>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableEvent(string Reason) : TaskEvent;
