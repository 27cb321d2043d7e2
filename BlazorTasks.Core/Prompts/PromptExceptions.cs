namespace BlazorTasks;

/// <summary>Nobody answered a question in time, and it has no default.</summary>
/// <param name="title">The question.</param>
public sealed class PromptTimeoutException(string title) : Exception($"Nobody answered \"{title}\" in time.");

/// <summary>The person said no to something that the task cannot do without; see <see cref="TaskContext.RequireConfirmAsync"/>.</summary>
/// <param name="title">The question.</param>
/// <param name="by">Who said no.</param>
public sealed class TaskDeclinedException(string title, string? by) : Exception($"\"{title}\" was declined{(by is null ? "" : $" by {by}")}.")
{
    /// <summary>The question.</summary>
    public string Title { get; } = title;

    /// <summary>Who said no.</summary>
    public string? By { get; } = by;
}
