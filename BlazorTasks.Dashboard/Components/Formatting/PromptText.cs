using BlazorTasks.Dashboard.Components.Logs;

namespace BlazorTasks.Dashboard.Components.Formatting;

/// <summary>What is said about questions: who is waited for, who may answer, what happens at the deadline.</summary>
internal static class PromptText
{
    /// <summary>The state of a task that waits, for the one who looks: "Waiting for you", "Try again?", "Paused".</summary>
    public static string State(TaskSnapshot task, Person? me) => task.Prompt switch
    {
        { Kind: PromptKind.Pause } => "Paused",
        { } prompt when me is not null && prompt.For.Allow(me, task.Owner) => prompt.Kind == PromptKind.Retry ? "Try again?" : "Waiting for you",
        { For: { OwnerOnly: true } } when task.Owner is not null => $"Waiting for {TaskText.Person(task.Owner)}",
        { For.NotOwner: true } => "Waiting for someone else",
        { For.Role: { } role } => $"Waiting for {role}",
        { Kind: PromptKind.Retry } => "Try again?",
        _ => "Waiting",
    };

    /// <summary>The question in one or two lines. That of a failure says what failed.</summary>
    public static string Short(TaskSnapshot task, Prompt prompt) =>
        prompt is { Kind: PromptKind.Pause } && prompt.Title.EndsWith($" {Viewer.LocalName}", StringComparison.Ordinal) ? "Paused by you"
        : LogText.CleanLine(prompt is { Kind: PromptKind.Retry, Error: { } error } ? $"Attempt {task.Attempt} of {task.MaxAttempts} failed: {error.Message}" : prompt.Title);

    /// <summary>Who may answer, when that is not everyone; null when it is.</summary>
    public static string? Answerers(Prompt prompt) =>
        prompt.For == BlazorTasks.Answerers.Anyone || prompt.Kind == PromptKind.Pause ? null : $"for {prompt.For}";

    /// <summary>What follows when nobody answers in time.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="retries">Whether the task is tried again when nobody says whether to.</param>
    public static string WhenLate(Prompt prompt, bool retries) => prompt switch
    {
        { Kind: PromptKind.Retry } => retries ? "then it is tried again" : "then it fails",
        { Default: { } answer } => $"then “{LogText.CleanLine(prompt.Say(answer))}” is taken",
        _ => "then it counts as unanswered",
    };
}
