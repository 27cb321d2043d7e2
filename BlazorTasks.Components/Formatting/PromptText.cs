namespace BlazorTasks.Components.Formatting;

/// <summary>Text about questions: who may answer, and what happens at the deadline.</summary>
internal static class PromptText
{
    /// <summary>The display name of a task's state, as the viewer sees it: for a waiting one, what it waits for.</summary>
    public static string Word(TaskSnapshot task, Person? me) =>
        task.State == TaskState.Waiting ? State(task, me) : TaskText.Word(task);

    /// <summary>The state of a waiting task, as the viewer sees it: "Waiting for you", "Try again?", "Paused".</summary>
    public static string State(TaskSnapshot task, Person? me) => task.Prompt switch
    {
        { Kind: PromptKind.Pause } => "Paused",
        { } prompt when me?.CanAnswer(task) == true =>
            prompt.Kind == PromptKind.Retry ? "Try again?" : "Waiting for you",
        { For: { OwnerOnly: true } } when task.Owner is not null => "Waiting for its owner",
        { For.NotOwner: true } => "Waiting for someone else",
        { For.Role: { } role } => $"Waiting for {role}",
        { Kind: PromptKind.Retry } => "Try again?",
        _ => "Waiting",
    };

    /// <summary>The question in one or two lines; after a failed attempt, its error.</summary>
    public static string Short(TaskSnapshot task, Prompt prompt, Person? me) =>
        prompt.Kind == PromptKind.Pause && prompt.Title.EndsWith($" {me?.Name}", StringComparison.Ordinal) ? "Paused by you"
        : LogText.CleanLine(prompt is { Kind: PromptKind.Retry, Error: { } error }
            ? $"Attempt {task.Attempt} of {task.MaxAttempts} failed: {error.Message}"
            : prompt.Title);

    /// <summary>Who may answer; null when everyone may.</summary>
    public static string? Answerers(Prompt prompt) =>
        prompt.For == BlazorTasks.Answerers.Anyone || prompt.Kind == PromptKind.Pause ? null : $"for {prompt.For}";

    /// <summary>What happens at the deadline, such as ", then “Not now” is used"; empty when the question just expires.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="retries">Whether the task is retried when the question expires.</param>
    public static string WhenLate(Prompt prompt, bool retries) => prompt switch
    {
        { Kind: PromptKind.Retry } => retries ? ", then retries" : ", then fails",
        { Default: { } answer } => $", then “{LogText.CleanLine(prompt.Say(answer))}” is used",
        _ => "",
    };
}
