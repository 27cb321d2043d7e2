namespace BlazorTasks;

/// <summary>Thrown if a prompt without a default answer was not answered in time.</summary>
/// <param name="title">The question.</param>
public sealed class PromptTimeoutException(string title) : Exception($"Nobody answered \"{title}\" in time.");

/// <summary>Thrown if approval was declined. See <see cref="TaskContext.RequireConfirmAsync"/>.</summary>
/// <param name="title">The question.</param>
/// <param name="by">Who declined.</param>
public sealed class TaskDeclinedException(string title, string? by)
    : Exception($"\"{title}\" was declined{(by is null ? "" : $" by {by}")}.")
{
    /// <summary>Gets the question.</summary>
    public string Title { get; } = title;

    /// <summary>Gets who declined.</summary>
    public string? By { get; } = by;
}
