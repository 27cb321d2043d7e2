namespace BlazorTasks;

/// <summary>The outcome of a command.</summary>
public enum CommandOutcome
{
    /// <summary>The command is stored and takes effect.</summary>
    Accepted,

    /// <summary>The task does not exist.</summary>
    NotFound,

    /// <summary>The same command was already given. Nothing changed.</summary>
    AlreadyAsked,

    /// <summary>The task has already finished. Nothing changed.</summary>
    AlreadyFinal,

    /// <summary>The task's state does not allow the command.</summary>
    NotNow,

    /// <summary>Someone else answered the prompt first. Nothing changed.</summary>
    AlreadyAnswered,

    /// <summary>The prompt is no longer open: it expired, or the task has moved on.</summary>
    PromptClosed,

    /// <summary>The person is not allowed to do this.</summary>
    NotAllowed,

    /// <summary>The given values are invalid. <see cref="CommandResult.Errors"/> has the details. Nothing changed.</summary>
    Invalid,

    /// <summary>The person or API key has given too many commands within a minute. Nothing changed.</summary>
    TooManyRequests,

    /// <summary>Storage is unavailable. Nothing changed.</summary>
    StorageUnavailable,

    /// <summary>Storage is unavailable because the disk is full. Nothing changed.</summary>
    StorageFull,

    /// <summary>Storage has not confirmed the command yet. It takes effect, and becomes visible, as soon as it is stored.</summary>
    NotKnownYet,
}

/// <summary>The result of a command: a machine-readable outcome and a message for people.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Message">The outcome as a sentence.</param>
/// <param name="Task">The task after the command, if it exists.</param>
public sealed record CommandResult(CommandOutcome Outcome, string Message, TaskSnapshot? Task)
{
    /// <summary>The validation errors, by field name.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>The id of the prompt that the command opened, or null. It may already have been answered.</summary>
    public string? PromptId { get; init; }

    /// <summary>When to try again, if there were too many commands.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets whether the command takes effect.</summary>
    public bool IsAccepted => Outcome == CommandOutcome.Accepted;

    internal static CommandResult Accepted(TaskSnapshot task) => new(CommandOutcome.Accepted, $"Accepted for {task.Name}.", task);

    internal static CommandResult NotFound(TaskId id) => new(CommandOutcome.NotFound, $"Task {id} does not exist.", null);

    internal static CommandResult AlreadyAsked(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyAsked, $"Cancellation of {task.Name} was already requested{By(task)}.", task);

    internal static CommandResult AlreadyFinal(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyFinal, $"{task.Name} has already finished with the state {task.State}.", task);

    internal static CommandResult Unavailable(TaskSnapshot task, DateTimeOffset since, bool isFull) =>
        new(
            isFull ? CommandOutcome.StorageFull : CommandOutcome.StorageUnavailable,
            StorageUnavailableException.Sentence(since, isFull, $"{task.Name} was not changed"),
            task);

    internal static CommandResult NotKnownYet(TaskSnapshot task) =>
        new(
            CommandOutcome.NotKnownYet,
            $"Storage has not responded, so it is not known yet whether the change to {task.Name} was stored. If it was, it will appear.",
            task);

    internal static CommandResult NoReply(TaskSnapshot task) =>
        new(
            CommandOutcome.NotKnownYet,
            $"{task.Node ?? "The node"} has not responded, so it is not known yet whether {task.Name} was changed. " +
            "If it was, it will appear.",
            task);

    internal static CommandResult TooMany(TaskSnapshot task, TooManyRequestsException limit) =>
        new(CommandOutcome.TooManyRequests, limit.Message, task) { RetryAfter = limit.RetryAfter };

    internal static CommandResult NotFound(TaskSnapshot task, string message) => new(CommandOutcome.NotFound, message, task);

    internal static CommandResult AlreadyDismissed(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyAsked, $"{task.Name} was already dismissed.", task);

    internal static CommandResult NotNow(TaskSnapshot task, string message) => new(CommandOutcome.NotNow, message, task);

    internal static CommandResult NotAllowed(TaskSnapshot task, string message) => new(CommandOutcome.NotAllowed, message, task);

    internal static CommandResult Invalid(TaskSnapshot task, IReadOnlyDictionary<string, string> errors) =>
        new(CommandOutcome.Invalid, "The answer is invalid.", task) { Errors = errors };

    private static string By(TaskSnapshot task) => task.CancelRequestedBy is { } by ? $" by {by}" : "";
}
