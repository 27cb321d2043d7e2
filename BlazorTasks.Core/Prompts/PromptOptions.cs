namespace BlazorTasks;

/// <summary>How a question is asked, beyond the question itself.</summary>
public sealed record PromptOptions
{
    /// <summary>How long a question stays open unless it says something else.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(24);

    /// <summary>The longest time a question may stay open.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(30);

    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 200;

    /// <summary>The longest body, in characters.</summary>
    public const int MaxBody = 8 * 1024;

    /// <summary>The most fields of a form.</summary>
    public const int MaxFields = 32;

    /// <summary>The most things to choose from.</summary>
    public const int MaxChoices = 200;

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

    /// <summary>How long it can be answered; up to <see cref="MaxTimeout"/>.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Who may answer.</summary>
    public Answerers For { get; init; } = Answerers.Anyone;
}
