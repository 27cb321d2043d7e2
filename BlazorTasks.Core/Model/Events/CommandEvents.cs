namespace BlazorTasks;

/// <summary>Cancellation was requested while the task's code was running.</summary>
/// <param name="By">Who requested it.</param>
public sealed record CancelRequested(string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelling;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { CancelRequestedAt = At, CancelRequestedBy = By };
}

/// <summary>A pause was requested. It takes effect at the next checkpoint.</summary>
/// <param name="By">Who requested it, or null if the request was withdrawn.</param>
public sealed record PauseRequested(string? By) : TaskEvent
{
    /// <summary>Who withdrew the request, or null if it was not withdrawn by a person.</summary>
    public string? WithdrawnBy { get; init; }

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { PauseRequestedBy = By };
}

/// <summary>The priority of a task that has not started was changed.</summary>
/// <param name="Priority">The new priority.</param>
/// <param name="By">Who changed it, or null for the application itself.</param>
public sealed record PriorityChanged(int Priority, string? By) : TaskEvent
{
    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Priority = Priority };
}

/// <summary>The finished task was removed from the list of active tasks. It stays in the history.</summary>
/// <param name="By">Who dismissed it, or null if it was dismissed automatically.</param>
public sealed record TaskDismissed(string? By) : TaskEvent
{
    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { DismissedAt = At };
}
