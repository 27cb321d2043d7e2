namespace BlazorTasks;

/// <summary>The outcome of a command on a schedule.</summary>
public enum ScheduleOutcome
{
    /// <summary>The command is stored and takes effect.</summary>
    Accepted,

    /// <summary>The schedule does not exist.</summary>
    NotFound,

    /// <summary>The given values are invalid. <see cref="ScheduleResult.Errors"/> has the details. Nothing changed.</summary>
    Invalid,

    /// <summary>The id is already in use. Nothing changed.</summary>
    AlreadyExists,

    /// <summary>Someone else has changed the schedule. Nothing changed.</summary>
    Changed,

    /// <summary>The schedule is declared in code and cannot be edited. Nothing changed.</summary>
    Declared,

    /// <summary>The schedule's state does not allow the command. Nothing changed.</summary>
    NotNow,

    /// <summary>The person is not allowed to do this. Nothing changed.</summary>
    NotAllowed,
}

/// <summary>The result of a command on a schedule.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Message">The outcome as a sentence.</param>
/// <param name="Schedule">The schedule after the command, if it exists.</param>
public sealed record ScheduleResult(ScheduleOutcome Outcome, string Message, Schedule? Schedule)
{
    /// <summary>The validation errors, by field name: "cron", "time_zone", "input.file".</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>The task that the command started, or null.</summary>
    public TaskSnapshot? Task { get; init; }

    /// <summary>Gets whether the command takes effect.</summary>
    public bool IsAccepted => Outcome == ScheduleOutcome.Accepted;

    internal static ScheduleResult Accepted(Schedule schedule) =>
        new(ScheduleOutcome.Accepted, $"Accepted for {schedule.Id}.", schedule);

    internal static ScheduleResult NotFound(string id) =>
        new(ScheduleOutcome.NotFound, $"The schedule \"{id}\" does not exist.", null);

    internal static ScheduleResult Invalid(IReadOnlyDictionary<string, string> errors, Schedule? schedule = null) =>
        new(ScheduleOutcome.Invalid, string.Join(' ', errors.Values), schedule) { Errors = errors };

    internal static ScheduleResult AlreadyExists(Schedule schedule) =>
        new(ScheduleOutcome.AlreadyExists, $"There is already a schedule \"{schedule.Id}\". Choose another id.", schedule);

    internal static ScheduleResult Changed(Schedule schedule) =>
        new(ScheduleOutcome.Changed, $"{schedule.Id} was changed by someone else in the meantime. Read it again.", schedule);

    internal static ScheduleResult Declared(Schedule schedule) =>
        new(ScheduleOutcome.Declared, $"{schedule.Id} is declared in code, and can only be changed there.", schedule);

    internal static ScheduleResult NotAllowed(Schedule? schedule, string message) =>
        new(ScheduleOutcome.NotAllowed, message, schedule);

    internal static ScheduleResult NotNow(Schedule schedule, string message) => new(ScheduleOutcome.NotNow, message, schedule);
}
