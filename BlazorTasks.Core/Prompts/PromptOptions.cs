namespace BlazorTasks;

/// <summary>How a question is asked, beyond the question itself.</summary>
public sealed record PromptOptions
{
    /// <summary>How long a question stays open unless it, or <see cref="BlazorTasksOptions.PromptTimeout"/>, says something else.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(24);

    /// <summary>Nothing special.</summary>
    public static PromptOptions None { get; } = new();

    /// <summary>More about it, in Markdown, shown as safe text.</summary>
    public string? Body { get; init; }

    /// <summary>The word on the button that agrees; a verb of the question, such as "Publish".</summary>
    public string Yes { get; init; } = "Yes";

    /// <summary>The word on the button that does not, such as "Not now".</summary>
    public string No { get; init; } = "No";

    /// <summary>What is taken when nobody answers in time: a bool, the value of a choice, or a record of the form's type. Null: the question fails with <see cref="PromptTimeoutException"/>.</summary>
    public object? Default { get; init; }

    /// <summary>How long it can be answered, up to <see cref="BlazorTasksOptions.MaxPromptTimeout"/>; null for <see cref="BlazorTasksOptions.PromptTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Who may answer.</summary>
    public Answerers For { get; init; } = Answerers.Anyone;
}
