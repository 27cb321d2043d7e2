namespace BlazorTasks.Components.Formatting;

/// <summary>The colour, icon and text of each state, and the status text of a task.</summary>
internal static class TaskText
{
    /// <summary>The owner of tasks that no user started, within a sentence.</summary>
    public const string Application = "the application";

    /// <summary>The value of data-state: the colour and the icon.</summary>
    public static string Key(TaskSnapshot task) => task is { State: TaskState.Succeeded, Warnings: > 0 } ? "warned" : Key(task.State);

    /// <inheritdoc cref="Key(TaskSnapshot)" />
    public static string Key(FinishedRun run) => run is { State: TaskState.Succeeded, HasWarnings: true } ? "warned" : Key(run.State);

    /// <inheritdoc cref="Key(TaskSnapshot)" />
    public static string Key(TaskState state) => state switch
    {
        TaskState.Scheduled => "scheduled",
        TaskState.Queued => "queued",
        TaskState.Starting => "starting",
        TaskState.Running => "running",
        TaskState.Waiting => "waiting",
        TaskState.Backoff => "backoff",
        TaskState.Cancelling => "cancelling",
        TaskState.Succeeded => "succeeded",
        TaskState.Failed => "failed",
        TaskState.Cancelled => "cancelled",
        TaskState.Declined => "declined",
        _ => "interrupted",
    };

    /// <summary>Name and label, for tooltips and screen readers.</summary>
    public static string FullName(TaskSnapshot task) => task.Label is null ? task.Name : $"{task.Name}, {task.Label}";

    /// <summary>The display name of a state.</summary>
    public static string Word(TaskState state) => state == TaskState.Backoff ? "Retrying soon" : state.ToString();

    /// <inheritdoc cref="Word(TaskState)" />
    public static string Word(TaskSnapshot task) => task is { State: TaskState.Succeeded, Warnings: > 0 }
        ? $"Succeeded, {Formats.Count(task.Warnings, "warning", "warnings")}"
        : Word(task.State);

    /// <summary>The progress, 0 to 100, or null if it is not known.</summary>
    public static double? Percent(TaskSnapshot task) =>
        task.State == TaskState.Succeeded ? 100 : task.Progress ?? (task.State.IsFinal() ? 0 : null);

    /// <summary>The progress as the value of a progress element.</summary>
    public static string? ProgressValue(TaskSnapshot task) =>
        Percent(task)?.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The outcome of a finished task in one line, or the status of one that has not started.</summary>
    /// <param name="task">The task.</param>
    /// <param name="me">The name of the viewer, or null for readers in general.</param>
    public static string Outcome(TaskSnapshot task, string? me) => task.State switch
    {
        TaskState.Failed or TaskState.Interrupted => task.ErrorSummary ?? "No error message.",
        TaskState.Cancelled when task.Reason == TaskReason.Abandoned =>
            $"{By("Cancelled", task.CancelRequestedBy, me)} (abandoned): the code did not stop in time.",
        TaskState.Cancelled => By("Cancelled", task.CancelRequestedBy, me),
        TaskState.Declined => By("Declined", task.CancelRequestedBy, me),
        TaskState.Succeeded => task.Status ?? (task.HasResult ? "Finished with a result." : "Finished."),
        TaskState.Starting => $"Starting on {task.Node}",
        TaskState.Queued => "Waiting for a free slot",
        _ => task.Status ?? "",
    };

    private static string By(string what, string? who, string? me) => who is null ? what : $"{what} by {Person(who, me)}";

    /// <summary>A person within a sentence: "you" if it is the viewer, "the application" if it is nobody.</summary>
    public static string Person(string? name, string? me) => name is null ? Application : name == me ? "you" : name;

    /// <summary>A person as a display name or at the start of a sentence: "You", "The application".</summary>
    public static string Who(string? name, string? me) => Person(name, me) is var shown && shown is "you" or Application
        ? char.ToUpperInvariant(shown[0]) + shown[1..]
        : shown;

    /// <summary>The position of a queued task: "3rd in line for a free slot. Limited to one at a time."</summary>
    /// <param name="place">Its position in the queue, from 1.</param>
    /// <param name="limit">The concurrency limit of its definition, or null.</param>
    public static string InLine(int place, int? limit)
    {
        var words = place == 1 ? "Next in line for a free slot." : $"{Ordinal(place)} in line for a free slot.";
        return limit switch
        {
            null => words,
            1 => $"{words} Limited to one at a time.",
            _ => $"{words} Limited to {limit} at a time.",
        };
    }

    private static string Ordinal(int number)
    {
        var ending = (number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{number:N0}{ending}");
    }

    /// <summary>One or two letters for an avatar.</summary>
    public static string Initials(string? owner)
    {
        var words = (owner ?? "").Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "" : string.Concat(words.Take(2).Select(word => char.ToUpperInvariant(word[0])));
    }
}
