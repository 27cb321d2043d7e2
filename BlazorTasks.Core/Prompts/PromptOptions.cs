namespace BlazorTasks;

/// <summary>Options for a prompt.</summary>
public sealed record PromptOptions
{
    /// <summary>The default timeout of prompts. See <see cref="BlazorTasksOptions.PromptTimeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(24);

    /// <summary>The default options.</summary>
    public static PromptOptions None { get; } = new();

    /// <summary>Details in Markdown. HTML is displayed as text.</summary>
    public string? Body { get; init; }

    /// <summary>The label of the confirm button, preferably a verb such as "Publish".</summary>
    public string Yes { get; init; } = "Yes";

    /// <summary>The label of the decline button, such as "Not now".</summary>
    public string No { get; init; } = "No";

    /// <summary>
    /// The answer that is used if the prompt expires: a bool, the value of a choice, or a record of the form's type. If null,
    /// an expired prompt throws <see cref="PromptTimeoutException"/>.
    /// </summary>
    public object? Default { get; init; }

    /// <summary>
    /// The timeout, up to <see cref="BlazorTasksOptions.MaxPromptTimeout"/>. Null uses
    /// <see cref="BlazorTasksOptions.PromptTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Who may answer.</summary>
    public Answerers For { get; init; } = Answerers.Anyone;
}
