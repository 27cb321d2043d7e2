namespace BlazorTasks;

/// <summary>What became of a command to a task.</summary>
public enum CommandOutcome
{
    /// <summary>It is stored and takes effect.</summary>
    Accepted,

    /// <summary>Nobody knows this task.</summary>
    NotFound,

    /// <summary>The same was asked for before; nothing more happens.</summary>
    AlreadyAsked,

    /// <summary>The task has ended; nothing happens.</summary>
    AlreadyFinal,

    /// <summary>The task is in a state in which this cannot be done.</summary>
    NotNow,

    /// <summary>Someone else answered the question first; nothing happens.</summary>
    AlreadyAnswered,

    /// <summary>The question is no longer open: its time is over, or its task has moved on.</summary>
    PromptClosed,

    /// <summary>This person may not do this.</summary>
    NotAllowed,

    /// <summary>What was given is wrong; <see cref="CommandResult.Errors"/> says where. Nothing happens.</summary>
    Invalid,

    /// <summary>The store cannot be written; nothing happens.</summary>
    StorageUnavailable,

    /// <summary>The store cannot be written because the disk is full; nothing happens.</summary>
    StorageFull,

    /// <summary>The store does not say whether it has written: it takes effect, and is seen, as soon as it is stored.</summary>
    NotKnownYet,
}

/// <summary>The answer to a command: what became of it, in a word for programs and a sentence for people.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">The same as a sentence.</param>
/// <param name="Task">The task after the command, if there is one.</param>
public sealed record CommandResult(CommandOutcome Outcome, string Message, TaskSnapshot? Task)
{
    /// <summary>What is wrong with what was given: a message for each field, by name.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>The id of the question that the command has asked; null if it asked none. Somebody may have answered it already.</summary>
    public string? PromptId { get; init; }

    /// <summary>Whether it takes effect.</summary>
    public bool IsAccepted => Outcome == CommandOutcome.Accepted;

    internal static CommandResult Accepted(TaskSnapshot task) => new(CommandOutcome.Accepted, $"Accepted for {task.Name}.", task);

    internal static CommandResult NotFound(TaskId id) => new(CommandOutcome.NotFound, $"There is no task {id}.", null);

    internal static CommandResult AlreadyAsked(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyAsked, $"{task.Name} was already asked to stop{By(task)}.", task);

    internal static CommandResult AlreadyFinal(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyFinal, $"{task.Name} has already ended: {task.State}.", task);

    internal static CommandResult Unavailable(TaskSnapshot task, DateTimeOffset since, bool isFull) =>
        new(isFull ? CommandOutcome.StorageFull : CommandOutcome.StorageUnavailable, StorageUnavailableException.Sentence(since, isFull, $"{task.Name} was left as it is"), task);

    internal static CommandResult NotKnownYet(TaskSnapshot task) =>
        new(CommandOutcome.NotKnownYet, $"Storage does not answer, so it is not known yet whether this was stored for {task.Name}. It will appear if it was.", task);

    internal static CommandResult Gone(TaskSnapshot task, string message) => new(CommandOutcome.NotFound, message, task);

    internal static CommandResult AlreadyDismissed(TaskSnapshot task) =>
        new(CommandOutcome.AlreadyAsked, $"{task.Name} was already dismissed.", task);

    internal static CommandResult NotNow(TaskSnapshot task, string message) => new(CommandOutcome.NotNow, message, task);

    internal static CommandResult NotAllowed(TaskSnapshot task, string message) => new(CommandOutcome.NotAllowed, message, task);

    internal static CommandResult Invalid(TaskSnapshot task, IReadOnlyDictionary<string, string> errors) =>
        new(CommandOutcome.Invalid, "The answer does not fit the form.", task) { Errors = errors };

    private static string By(TaskSnapshot task) => task.CancelRequestedBy is { } by ? $" by {by}" : "";
}
