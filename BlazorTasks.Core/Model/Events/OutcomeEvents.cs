namespace BlazorTasks;

/// <summary>The task succeeded.</summary>
/// <param name="Result">The result as JSON, or null if there is none.</param>
public sealed record TaskSucceeded(JsonElement? Result) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Succeeded;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) =>
        new(task, this) { FinishedAt = At, HasResult = Result is not null, Progress = 100 };
}

/// <summary>The task failed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Error">The exception, or a description in the same form.</param>
public sealed record TaskFailed(TaskReason Reason, TaskError Error) : TaskEvent
{
    /// <summary>Who declined another attempt, if a person was asked.</summary>
    public string? By { get; init; }

    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Failed;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        FinishedAt = At,
        Reason = Reason,
        ErrorType = Error.Type,
        ErrorMessage = Error.Message,
    };
}

/// <summary>The task was cancelled.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="By">Who requested it.</param>
public sealed record TaskCancelled(TaskReason Reason, string? By) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Cancelled;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        FinishedAt = At,
        Reason = Reason,
        RunAt = null,
        CancelRequestedBy = By ?? task.CancelRequestedBy,
    };
}

/// <summary>The task ended because approval was declined.</summary>
/// <param name="By">Who declined.</param>
/// <param name="Title">The title of the prompt.</param>
public sealed record TaskDeclined(string? By, string Title) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Declined;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) =>
        new(task, this) { FinishedAt = At, CancelRequestedBy = By, Status = Title };
}

/// <summary>The task ended because its process was lost and it was not restarted.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">A message for users.</param>
public sealed record TaskInterrupted(TaskReason Reason, string Message) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Interrupted;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) =>
        new(task, this) { FinishedAt = At, Reason = Reason, ErrorMessage = Message };
}
