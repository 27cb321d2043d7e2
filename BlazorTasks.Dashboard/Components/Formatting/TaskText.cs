
namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>The one colour, icon and word of each state (UI.md §2), and what is said about a task in its state.</summary>
internal static class TaskText
{
    /// <summary>The value of data-state: the colours and, in the sprite, the icon.</summary>
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

    /// <summary>Name and label: for what is cut, and for screen readers.</summary>
    public static string FullName(TaskSnapshot task) => task.Label is null ? task.Name : $"{task.Name}, {task.Label}";

    /// <summary>The word on screen.</summary>
    public static string Word(TaskState state) => state == TaskState.Backoff ? "Retrying soon" : state.ToString();

    /// <inheritdoc cref="Word(TaskState)" />
    public static string Word(TaskSnapshot task) =>
        task is { State: TaskState.Succeeded, Warnings: > 0 } ? $"Succeeded, {Formats.Count(task.Warnings, "warning", "warnings")}" : Word(task.State);

    /// <summary>What came of a finished task, in a line; why it waits, for one that has not begun.</summary>
    public static string Outcome(TaskSnapshot task) => task.State switch
    {
        TaskState.Failed or TaskState.Interrupted => task.ErrorMessage ?? "No reason was given.",
        TaskState.Cancelled when task.Reason == TaskReason.Abandoned => $"{By("Cancelled", task.CancelRequestedBy)} (abandoned): its code did not stop in time and is no longer waited for.",
        TaskState.Cancelled => By("Cancelled", task.CancelRequestedBy),
        TaskState.Declined => By("Declined", task.CancelRequestedBy),
        TaskState.Succeeded => task.Status ?? (task.HasResult ? "Finished with a result." : "Finished."),
        TaskState.Starting => $"{task.Node} took it just now",
        TaskState.Queued => "Waits for a free slot",
        _ => task.Status ?? "",
    };

    private static string By(string what, string? who) => who is null ? what : $"{what} by {Person(who)}";

    /// <summary>An owner as people say it.</summary>
    public static string Person(string? owner) => owner switch
    {
        null => "the program",
        Viewer.LocalName => "you",
        _ => owner,
    };

    /// <summary>An owner where a name stands: "You", "program".</summary>
    public static string OwnerName(string? owner) => owner switch
    {
        null => "program",
        Viewer.LocalName => "You",
        _ => owner,
    };

    /// <summary>The same, for the one who looks: "You" where it is they.</summary>
    public static string OwnerName(string? owner, string? me) => owner is not null && owner == me ? "You" : OwnerName(owner);

    /// <summary>Why a queued task waits: "3rd in line. One at a time."</summary>
    /// <param name="place">Its place in line, from 1.</param>
    /// <param name="limit">How many of its definition run at once, or null.</param>
    public static string InLine(int place, int? limit)
    {
        var words = place == 1 ? "Next in line, waits for a free slot." : $"{Ordinal(place)} in line, waits for a free slot.";
        return limit switch
        {
            null => words,
            1 => $"{words} One of these runs at a time.",
            _ => $"{words} {limit} of these run at a time.",
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
