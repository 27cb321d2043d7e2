namespace BlazorTasks;

/// <summary>An exception as it is kept: what a person reads, and what a developer needs to find the cause.</summary>
/// <param name="Type">The exception's full type name.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Its stack trace, if it was thrown.</param>
/// <param name="Inner">The exception that caused it.</param>
public sealed record TaskError(string Type, string Message, string? Stack = null, TaskError? Inner = null)
{
    private const int MaxDepth = 8;

    /// <summary>Captures an exception with its causes: each text is cut at <paramref name="maxText"/> characters and says so, the chain at 8.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="maxText">See <see cref="BlazorTasksOptions.MaxErrorText"/>.</param>
    public static TaskError From(Exception exception, int maxText) => From(exception, maxText, MaxDepth);

    private static TaskError From(Exception exception, int maxText, int depth)
    {
        var inner = exception is AggregateException { InnerExceptions: [var only] } ? only : exception.InnerException;
        return new TaskError(
            exception.GetType().FullName ?? exception.GetType().Name,
            Text.Truncate(exception.Message, maxText),
            exception.StackTrace is { } stack ? Text.Truncate(stack, maxText) : null,
            inner is null || depth == 0 ? null : From(inner, maxText, depth - 1));
    }
}
